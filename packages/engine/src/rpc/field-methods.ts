import { UnderstudyError } from '@understudy/contract'
import type { ElementState } from '../evaluate/evaluation.js'
import { describeField, lookupElements, type WantedValues } from '../evaluate/visible-fields.js'
import type { JsonObject } from '../json.js'
import { numberOf, textOf } from '../json.js'
import { noSymbols, type SymbolSet } from '../model/symbol-set.js'
import { quotedField } from '../objects/quoted-field.js'

import { inState, type Scope, selectedHere, standing } from '../objects/scope.js'
import {
  clearField,
  clearOthers,
  isOnlyOne,
  selectElements,
  setLocked,
  setOnlyOne,
} from '../selections/field-transitions.js'
import { throughout } from '../selections/timeline.js'

import { eachInTurns } from '../turns.js'
import { choose } from './conflicting-selections.js'
import { type Call, command, type Method, type Methods, type Outcome, query } from './method.js'
import { arrayOfParameter, boolean, flag, integer, object, optional, searchText } from './parameters.js'
import { movedOn, numberedValues, selectable, selected, softLock, symbolsOfValues } from './selecting.js'
import type { TargetOf } from './target.js'

const fieldQuery = query<'Field'>()
const fieldCommand = command<'Field'>()

/** The values of a field that are in some states, and match. */
const listed = async (
  scope: Scope,
  field: string,
  picks: (state: ElementState) => boolean,
  search?: string,
): Promise<SymbolSet> => {
  const outcome = await scope.moment.list({
    definition: quotedField(field),
    ...(search === undefined ? {} : { search, searchManner: 'whole' as const }),
    ...standing(scope),
  })
  if (!outcome.ok)
    throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it could not be evaluated')
  return symbolsOfValues(outcome.list.facts, await outcome.list.elementsWhere(({ state }) => picks(state)))
}

const select = (
  scope: Scope,
  field: string,
  elements: SymbolSet,
  toggle: boolean,
  passesLocks: boolean,
): Promise<Outcome> => {
  const selecting = selectable(scope, null, scope.state, passesLocks)
  return choose(scope, selecting, selectElements(selecting.present, field, elements, toggle), [field], 'qReturn')
}

const isPlain = (match: string): boolean => !/[*?^]|^\s*[<>=~(!]/.test(match)

/**
 * What a search finds; a value that is written as the search is comes before what that means. Values that are excluded are
 * found where the call asks for them, and where nothing else is, as when a search in a list is accepted.
 */
const matching = async (scope: Scope, field: string, match: string, excludedToo: boolean): Promise<SymbolSet> => {
  const written = /^\s*[<>=~*?]/.test(match) ? noSymbols : await lookedUp(scope, field, { texts: new Set([match]) })
  if (written.size > 0) return written
  const search = isPlain(match) ? match.replace(/^"(.*)"$/s, '$1') : match
  const reachable = excludedToo ? noSymbols : await listed(scope, field, (state) => !isExcluded(state), search)
  return reachable.size > 0 ? reachable : listed(scope, field, () => true, search)
}

const isExcluded = (state: ElementState): boolean => state === 'X' || state === 'XS' || state === 'XL'

const selectMatching = (toggle: boolean) =>
  fieldCommand(
    { qMatch: searchText, ...softLock, qExcludedValuesMode: optional(flag, false) },
    async ({ scope }, { name }, { qMatch, qSoftLock, qExcludedValuesMode }) => {
      const elements = await matching(scope, name, qMatch, qExcludedValuesMode)
      return elements.size === 0 ? { result: { qReturn: false } } : select(scope, name, elements, toggle, qSoftLock)
    },
    '`qExcludedValuesMode` is 0 or 1: whether excluded values are found though others are',
  )

const selectStates = (picks: (state: ElementState) => boolean) =>
  fieldCommand(softLock, async ({ scope }, { name }, { qSoftLock }) => {
    const elements = await listed(scope, name, picks)
    return elements.size === 0 ? { result: { qReturn: false } } : select(scope, name, elements, false, qSoftLock)
  })

const lookedUp = async ({ moment }: Scope, name: string, values: WantedValues): Promise<SymbolSet> => {
  const field = moment.view.fields.get(name)
  return field ? lookupElements(moment.view, field, values) : noSymbols
}

const valueElements = async (scope: Scope, field: string, values: readonly JsonObject[]): Promise<SymbolSet> => {
  const texts = new Set<string>()
  const numbers = new Set<number>()
  await eachInTurns(values, ({ qText, qIsNumeric, qNumber }) => {
    const text = textOf(qText)
    const number = qIsNumeric === true ? numberOf(qNumber) : undefined
    if (text !== '') texts.add(text)
    if (typeof number === 'number') numbers.add(number)
  })
  return lookedUp(scope, field, { texts, numbers })
}

const lock = (locked: boolean) =>
  fieldCommand({}, ({ scope }, { name }: TargetOf<'Field'>) => {
    const selecting = selectable(scope, null)
    return selected(selecting, setLocked(selecting.present, name, locked), 'qReturn')
  })

const methods: Methods<'Field'> = {
  SelectValues: fieldCommand(
    { qFieldValues: arrayOfParameter(object), qToggleMode: optional(boolean, false), ...softLock },
    async ({ scope }, { name }, { qFieldValues, qToggleMode, qSoftLock }) => {
      const elements = await valueElements(scope, name, qFieldValues)
      return elements.size === 0
        ? { result: { qReturn: false } }
        : select(scope, name, elements, qToggleMode, qSoftLock)
    },
  ),
  LowLevelSelect: fieldCommand(
    { qValues: arrayOfParameter(integer), qToggleMode: optional(boolean, false), ...softLock },
    async ({ scope }, { name }, { qValues, qToggleMode, qSoftLock }) =>
      select(scope, name, await numberedValues(scope, name, qValues), qToggleMode, qSoftLock),
  ),
  Select: selectMatching(false),
  ToggleSelect: selectMatching(true),
  SelectAll: selectStates(() => true),
  SelectPossible: selectStates((state) => state === 'O' || state === 'S' || state === 'L'),
  SelectAlternative: selectStates((state) => state === 'A'),
  SelectExcluded: selectStates((state) => state === 'A' || state === 'X'),
  Clear: fieldCommand({}, ({ scope }, { name }) => {
    const selecting = selectable(scope, null)
    return selected(selecting, clearField(selecting.present, name), 'qReturn')
  }),
  ClearAllButThis: fieldCommand(softLock, ({ scope }, { name }, { qSoftLock }) => {
    const selecting = selectable(scope, null, scope.state, qSoftLock)
    return { result: { qReturn: true }, timeline: movedOn(selecting, clearOthers(selecting.present, name)) }
  }),
  Lock: lock(true),
  Unlock: lock(false),
  GetCardinal: fieldQuery({}, async ({ scope }, { name }) => {
    const { view } = scope.moment
    const field = view.fields.get(name)
    return { qReturn: field ? (await describeField(view, field)).cardinality : 0 }
  }),
  GetNxProperties: fieldQuery({}, ({ scope }, { name }) => ({
    qProperties: { qOneAndOnlyOne: isOnlyOne(selectedHere(scope), name) },
  })),
  SetNxProperties: fieldCommand(
    { qProperties: object },
    ({ scope }, { name, state }, { qProperties }) => {
      const { timeline, present } = selectable(scope, null)
      if (qProperties.qOneAndOnlyOne !== true)
        return {
          result: {},
          timeline: throughout(timeline, state, (step) => setOnlyOne(step, name, false) ?? step),
        }
      const selection = setOnlyOne(present, name, true)?.get(name)
      if (!selection) throw new UnderstudyError('QIX-IMPOSSIBLE', 'select exactly one value of the field first')
      return { result: {}, timeline: throughout(timeline, state, (step) => new Map(step).set(name, selection)) }
    },
    'qOneAndOnlyOne, of a field with one value selected',
  ),
  GetAndMode: fieldQuery({}, () => ({ qReturn: false }), 'never: no table is loaded for it'),
  SetAndMode: fieldCommand(
    { qAndMode: boolean },
    (_, __, { qAndMode }) => {
      if (qAndMode)
        throw new UnderstudyError('QIX-UNSUPPORTED', 'no table is loaded so that values can be required together')
      return { result: {} }
    },
    'to false alone',
  ),
}

/** A field handle is one of a field in one alternate state. */
const inFieldState = (method: Method<'Field'>): Method<'Field'> =>
  method.effect === 'query'
    ? { ...method, run: (call, target, args) => method.run(inStateOf(call, target), target, args) }
    : { ...method, run: (call, target, args) => method.run(inStateOf(call, target), target, args) }

const inStateOf = (call: Call, { state }: TargetOf<'Field'>): Call => ({ ...call, scope: inState(call.scope, state) })

/** Methods of a field handle. What they select counts everywhere in its state, as if it had been clicked. */
export const fieldMethods: Methods<'Field'> = Object.fromEntries(
  Object.entries(methods).map(([name, method]) => [name, inFieldState(method)]),
)
