import { UnderstudyError } from '@understudy/contract'
import type { DimensionFacts } from '../evaluate/evaluation.js'
import { visibleElements as visibleFieldElements } from '../evaluate/field-elements.js'
import { numberingOf } from '../evaluate/numbering.js'
import type { Scope } from '../objects/scope.js'
import { selectElements } from '../selections/field-transitions.js'
import type { SelectionState } from '../selections/selection-state.js'
import { advance, presentIn, type SelectionTimeline } from '../selections/timeline.js'
import type { Outcome } from './method.js'

/** Where a call selects: in one alternate state of the session. */
export interface Selecting {
  readonly timeline: SelectionTimeline
  readonly state: string
  /** What is selected in that state. */
  readonly present: SelectionState
}

/**
 * Where to select, on behalf of one object or of none.
 *
 * @param state the alternate state; that of the scope where it is left out
 * @throws UnderstudyError `QIX-MODAL` where another object is in selection mode: clients end that mode and try again
 */
export const selectable = ({ moment, state: own }: Scope, objectId: string | null, state = own): Selecting => {
  const { timeline } = moment
  if (timeline.modal && timeline.modal.objectId !== objectId)
    throw new UnderstudyError('QIX-MODAL', 'end its selection first')
  return { timeline, state, present: presentIn(timeline, state) }
}

/** The timeline after going over to other selections. */
export const movedOn = ({ timeline, state }: Selecting, next: SelectionState): SelectionTimeline =>
  advance(timeline, state, next)

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
 * @param elements element numbers by field
 */
export const selectInFields = (
  state: SelectionState,
  elements: ReadonlyMap<string, ReadonlySet<number>>,
  toggle: boolean,
): SelectionState | undefined => {
  let next: SelectionState | undefined = state
  for (const [field, values] of elements) next = next && selectElements(next, field, values, toggle)
  return next
}

/**
 * The elements of its field that values of a dimension stand for.
 *
 * @throws UnderstudyError `QIX-IMPOSSIBLE` where the dimension says why nothing can be selected in it
 */
export const elementsOfValues = (facts: DimensionFacts, values: Iterable<number>): ReadonlySet<number> => {
  if (facts.unselectable !== undefined) throw new UnderstudyError('QIX-IMPOSSIBLE', facts.unselectable)
  return new Set([...values].flatMap((value) => facts.symbolsOf(value)))
}

/**
 * Selects values of a dimension in its field: in place of what was selected, or toggled value by value. A value that is
 * selected in part is selected, and toggling it ends that.
 *
 * @returns `undefined` where the field is locked, or there is nothing to select for the values
 */
export const selectValues = async (
  scope: Scope,
  state: SelectionState,
  facts: DimensionFacts,
  values: Iterable<number>,
  toggle: boolean,
): Promise<SelectionState | undefined> => {
  const { field } = facts
  const wanted = [...values]
  const before = state.get(field ?? '')?.values
  const turned = wanted.flatMap((value) => {
    const elements = elementsOfValues(facts, [value])
    const selectedOnes = toggle ? [...elements].filter((element) => before?.has(element)) : []
    return selectedOnes.length > 0 ? selectedOnes : [...elements]
  })
  // Selecting no value clears the field; a value that nothing makes any more is not the same.
  if (field === null || (wanted.length > 0 && turned.length === 0)) return undefined
  return selectElements(state, field, await visibleElements(scope, field, turned), toggle)
}

/** Of values of a field, those that the principal may see. */
const visibleElements = async (
  { moment }: Scope,
  field: string,
  elements: Iterable<number>,
): Promise<ReadonlySet<number>> => {
  const model = moment.view.fields.get(field)
  const visible = new Set(model ? await visibleFieldElements(moment.view, model) : [])
  return new Set([...elements].filter((element) => visible.has(element)))
}

/** The values of a field that element numbers of a client stand for; those that stand for none are left out. */
export const numberedValues = async (
  { moment }: Scope,
  field: string,
  elements: Iterable<number>,
): Promise<ReadonlySet<number>> => {
  const model = moment.view.fields.get(field)
  const symbols = model ? (await numberingOf(moment.view, model)).symbols : []
  return new Set([...elements].flatMap((element) => symbols[element] ?? []))
}
