import { UnderstudyError } from '@understudy/contract'
import type { DimensionFacts } from '../evaluate/evaluation.js'
import { visibleElements } from '../evaluate/field-elements.js'
import { numberingOf } from '../evaluate/numbering.js'
import { intersection, isSameSet, noSymbols, type SymbolSet, symbolSetBuilder } from '../model/symbol-set.js'
import type { Scope } from '../objects/scope.js'
import { selectElements, setAllLocked, setLocked } from '../selections/field-transitions.js'
import type { SelectionState } from '../selections/selection-state.js'
import { advance, presentIn, type SelectionTimeline } from '../selections/timeline.js'
import { eachInTurns } from '../turns.js'
import type { Outcome } from './method.js'
import { flag, optional } from './parameters.js'

/** Where a call selects: in one alternate state of the session. */
export interface Selecting {
  readonly timeline: SelectionTimeline
  readonly state: string
  /** What is selected in that state. */
  readonly present: SelectionState
  /** Fields whose locks the call passes over: what is selected in them afterwards is locked again. */
  readonly passedOver: ReadonlySet<string>
}

/**
 * Where to select, on behalf of one object or of none.
 *
 * @param state the alternate state; that of the scope where it is left out
 * @param passesLocks `qSoftLock` of the call: it selects in locked fields, too
 * @throws UnderstudyError `QIX-MODAL` where another object is in selection mode: clients end that mode and try again
 */
export const selectable = (
  { moment, state: own }: Scope,
  objectId: string | null,
  state = own,
  passesLocks = false,
): Selecting => {
  const { timeline } = moment
  if (timeline.modal && timeline.modal.objectId !== objectId)
    throw new UnderstudyError('QIX-MODAL', 'end its selection first')
  const present = presentIn(timeline, state)
  if (!passesLocks) return { timeline, state, present, passedOver: new Set() }
  const passedOver = new Set([...present].flatMap(([field, { locked }]) => (locked ? [field] : [])))
  return { timeline, state, present: setAllLocked(present, false), passedOver }
}

/** The parameter of calls that, naming the one value that is selected already, may end that. */
export const deselecting = { qDeselectOnlyOneSelected: optional(flag, false) }

/** The parameter of calls that may pass over locks. */
export const softLock = { qSoftLock: optional(flag, false) }

/** The timeline after going over to other selections. */
export const movedOn = ({ timeline, state, passedOver }: Selecting, next: SelectionState): SelectionTimeline =>
  advance(
    timeline,
    state,
    [...passedOver].reduce((now, field) => setLocked(now, field, true) ?? now, next),
  )

/** The outcome of moving on to other selections, where `next` is `undefined` because a lock forbids it. */
export const selected = (
  selecting: Selecting,
  next: SelectionState | undefined,
  member: 'qReturn' | 'qSuccess',
): Outcome =>
  next ? { result: { [member]: true }, timeline: movedOn(selecting, next) } : { result: { [member]: false } }

/**
 * Selects values of several fields at once: all of them or, where one is locked, none.
 *
 * @param symbols by field
 */
export const selectInFields = (
  state: SelectionState,
  symbols: ReadonlyMap<string, SymbolSet>,
  toggle: boolean,
): SelectionState | undefined => {
  let next: SelectionState | undefined = state
  for (const [field, values] of symbols) next = next && selectElements(next, field, values, toggle)
  return next
}

/** Whether each of these fields has one value selected, and it is the one of these: a click on it may end that. */
export const isOnlySelected = (state: SelectionState, symbols: ReadonlyMap<string, SymbolSet>): boolean =>
  [...symbols].every(([field, values]) => values.size === 1 && isSameSet(values, state.get(field)?.values ?? noSymbols))

/**
 * What values of a dimension stand for in its field.
 *
 * @param values element numbers
 * @param turned what is selected already: a value that is selected in part stands for that part
 * @throws UnderstudyError `QIX-IMPOSSIBLE` where the dimension says why nothing can be selected in it
 */
export const symbolsOfValues = async (
  facts: DimensionFacts,
  values: readonly number[],
  turned: SymbolSet = noSymbols,
): Promise<SymbolSet> => {
  if (facts.unselectable !== undefined) throw new UnderstudyError('QIX-IMPOSSIBLE', facts.unselectable)
  const symbolsOf = await facts.findSymbols()
  const found = symbolSetBuilder()
  await eachInTurns(values, (value) => {
    const symbols = symbolsOf(value)
    const selectedOnes = turned.size === 0 ? symbols : symbols.filter(turned.has)
    for (const symbol of selectedOnes.length > 0 ? selectedOnes : symbols) found.add(symbol)
  })
  return found.build()
}

/**
 * What to select by field for values of a dimension.
 *
 * @throws UnderstudyError `QIX-IMPOSSIBLE` where nothing, or not these alone, can be selected
 */
export const symbolsByField = async (
  facts: DimensionFacts,
  values: readonly number[],
): Promise<ReadonlyMap<string, SymbolSet>> => {
  const { field, joint } = facts
  if (joint) return (await joint.choose(values)) ?? new Map(joint.fields.map((name) => [name, noSymbols]))
  const symbols = await symbolsOfValues(facts, values)
  return field === null ? new Map() : new Map([[field, symbols]])
}

/**
 * Selects values of a dimension in its field, or in the fields that make them together: in place of what was selected, or toggled value by value. A value that is
 * selected in part is selected, and toggling it ends that.
 *
 * @returns `undefined` where the field is locked, or there is nothing to select for the values
 */
export const selectValues = async (
  scope: Scope,
  state: SelectionState,
  facts: DimensionFacts,
  values: readonly number[],
  toggle: boolean,
): Promise<SelectionState | undefined> => {
  const { field, joint } = facts
  if (joint) {
    const chosen = await joint.choose(values, toggle ? state : undefined)
    return chosen && selectInFields(state, chosen, false)
  }
  const symbols = await symbolsOfValues(facts, values, toggle ? state.get(field ?? '')?.values : undefined)
  // Selecting no value clears the field; a value that nothing makes any more is not the same.
  if (field === null || (values.length > 0 && symbols.size === 0)) return undefined
  return selectElements(state, field, intersection(symbols, await visibleIn(scope, field)), toggle)
}

/**
 * Selects values of a field by element numbers: in place of what was selected, or toggled value by value.
 *
 * @returns `undefined` where the field is locked, or the numbers are of no value
 */
export const selectNumbered = async (
  scope: Scope,
  state: SelectionState,
  field: string,
  values: readonly number[],
  toggle: boolean,
): Promise<SelectionState | undefined> => {
  const symbols = await numberedValues(scope, field, values)
  return values.length > 0 && symbols.size === 0 ? undefined : selectElements(state, field, symbols, toggle)
}

/** The fields that values of a dimension are selected in. */
export const fieldsSelectedIn = ({ field, joint }: DimensionFacts): readonly string[] =>
  joint ? joint.fields : field === null ? [] : [field]

/** The values of a field that the principal may see. */
const visibleIn = async ({ moment: { view } }: Scope, name: string): Promise<SymbolSet> => {
  const field = view.fields.get(name)
  return field ? visibleElements(view, field) : noSymbols
}

/** The values of a field that element numbers of a client stand for; those that stand for none are left out. */
export const numberedValues = async (
  { moment: { view } }: Scope,
  name: string,
  elements: readonly number[],
): Promise<SymbolSet> => {
  const field = view.fields.get(name)
  const symbols = field ? (await numberingOf(view, field)).symbols : []
  const found = symbolSetBuilder()
  await eachInTurns(elements, (element) => {
    const symbol = symbols[element]
    if (symbol !== undefined) found.add(symbol)
  })
  return found.build()
}
