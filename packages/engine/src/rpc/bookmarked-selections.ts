import { UnderstudyError } from '@understudy/contract'
import { visibleElements } from '../evaluate/field-elements.js'
import { labelsOf, lookupElements, resolveField } from '../evaluate/visible-fields.js'
import type { JsonObject } from '../json.js'
import { limits } from '../limits.js'
import { difference, noSymbols, type SymbolSet } from '../model/symbol-set.js'
import type { Bookmark } from '../objects/bookmarks.js'
import type { Scope } from '../objects/scope.js'
import type { FieldSelection, SelectionState, Selections } from '../selections/selection-state.js'
import type { StoredSelections } from '../selections/stored-selections.js'

/** Values of one field that a bookmark may hold. */
const maxValues = limits.bookmarkValues.most

const isPresent = <T>(value: T | undefined): value is T => value !== undefined

/**
 * What is selected now, in the form that bookmarks keep.
 *
 * @throws UnderstudyError `QIX-LIMIT`
 */
export const storedSelections = async ({ moment }: Scope): Promise<StoredSelections> => {
  const { view } = moment
  const textsOf = async ([name, { values }]: readonly [string, FieldSelection]) => {
    const field = view.fields.get(name)
    if (!field) return undefined
    if (values.size > maxValues)
      throw new UnderstudyError('QIX-LIMIT', `a bookmark holds at most ${maxValues} values of a field`)
    const labels = await labelsOf(view, field, [...values])
    return [name, [...labels.values()].map(({ text }) => text)] as const
  }
  const states = [...moment.timeline.present].map(async ([state, selections]) => {
    const fields = await Promise.all([...selections].map(textsOf))
    return [state, new Map(fields.filter(isPresent))] as const
  })
  return new Map(await Promise.all(states))
}

/** The visible elements of the fields that a bookmark selects, by state; what the person may not see is not among them. */
export const visibleSelections = async (
  { moment, stateNames }: Scope,
  { selections }: Bookmark,
): Promise<Selections> => {
  const { view } = moment
  const elementsOf = async ([name, texts]: readonly [string, readonly string[]]) => {
    const field = view.fields.get(name)
    const values = field ? await lookupElements(view, field, { texts: new Set(texts) }) : noSymbols
    return values.size === 0 ? undefined : ([name, { values, locked: false }] as const)
  }
  const states = [...selections].filter(([state]) => state === '$' || stateNames.includes(state))
  return new Map(
    await Promise.all(
      states.map(async ([state, fields]) => {
        const elements = await Promise.all([...fields].map(elementsOf))
        return [state, new Map(elements.filter(isPresent))] as const
      }),
    ),
  )
}

/** Locked fields stay as they are, and those that have always one value unless the bookmark has another one. */
const kept = (held: SelectionState | undefined, [name, selection]: readonly [string, FieldSelection]) => {
  const other = held?.get(name)
  if (selection.locked) return [[name, selection] as const]
  if (!selection.onlyOne) return []
  return [[name, other?.values.size === 1 ? { ...other, onlyOne: true as const } : selection] as const]
}

/** The selections after a bookmark was applied: those that it holds, in place of what is selected. */
export const appliedSelections = async (scope: Scope, bookmark: Bookmark): Promise<Selections> => {
  const held = await visibleSelections(scope, bookmark)
  const { present } = scope.moment.timeline
  return new Map(
    [...new Set([...present.keys(), ...held.keys()])].map((state) => {
      const stays = [...(present.get(state) ?? [])].flatMap((field) => kept(held.get(state), field))
      return [state, new Map([...(held.get(state) ?? []), ...stays])]
    }),
  )
}

const fieldValue = ({ text, num }: { readonly text: string; readonly num: number | null }): JsonObject => ({
  qText: text,
  qIsNumeric: num !== null,
  qNumber: num ?? 'NaN',
})

/**
 * The values that a bookmark selects in a field, by alternate state; or those that it does not, of the states in which it
 * selects some. Only what the person may see is among them.
 *
 * @throws UnderstudyError `QIX-NOT-FOUND`, `QIX-LIMIT`
 */
export const bookmarkValues = async (
  scope: Scope,
  bookmark: Bookmark,
  name: string,
  excluded: boolean,
): Promise<ReadonlyMap<string, readonly JsonObject[]>> => {
  const { view } = scope.moment
  const field = resolveField(view, name)
  if (!field) throw new UnderstudyError('QIX-NOT-FOUND', 'there is no field of that name')
  const states = [...(await visibleSelections(scope, bookmark))].flatMap(([state, fields]) => {
    const values = fields.get(field.name)?.values
    return values ? [[state, values] as const] : []
  })
  const valuesOf = async (values: SymbolSet) => {
    const wanted = excluded ? difference(await visibleElements(view, field), values) : values
    if (wanted.size > maxValues)
      throw new UnderstudyError('QIX-LIMIT', `at most ${maxValues} values of a field are told`)
    return [...(await labelsOf(view, field, [...wanted])).values()].map(fieldValue)
  }
  return new Map(await Promise.all(states.map(async ([state, values]) => [state, await valuesOf(values)] as const)))
}

/** `qBookmark` of a bookmark: what it selects, as far as the person may see it. */
export const bookmarkLayout = async (scope: Scope, bookmark: Bookmark): Promise<JsonObject> => {
  const { view } = scope.moment
  const fieldItem = async ([name, { values }]: readonly [string, FieldSelection]): Promise<JsonObject> => {
    const field = view.fields.get(name)
    const labels = field ? await labelsOf(view, field, [...values]) : new Map()
    return {
      qDef: { qName: name, qType: 'PRESENT' },
      qLocked: false,
      qValues: [...labels.values()].map(fieldValue),
    }
  }
  const states = [...(await visibleSelections(scope, bookmark))].map(async ([qStateName, selections]) => ({
    qStateName,
    qFieldItems: await Promise.all([...selections].map(fieldItem)),
  }))
  return { qStateData: await Promise.all(states), qForAnalyzer: false }
}
