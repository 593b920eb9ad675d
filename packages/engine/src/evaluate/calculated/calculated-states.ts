import type { FieldModel } from '../../model/data-model.js'
import { eachInTurns } from '../../turns.js'
import type { CalculatedDimension } from '../dimension.js'
import { fieldStates } from '../dimension-facts.js'
import type { StateOf } from '../element-states.js'
import type { ElementState, EvaluationContext, StateCounts } from '../evaluation.js'
import { calculatedValues } from './calculated-values.js'
import { chosenValues } from './joint-fields.js'
import type { KeyValue } from './key-value.js'
import {
  hangsOnSelections,
  ownSelections,
  selectableField,
  selectionsAround,
  type ValueElements,
  valueElements,
  valueElementsUnder,
  valuesUnder,
} from './value-elements.js'

/** The values of a calculated dimension with their states under the selections. */
export interface CalculatedStates {
  readonly values: ReadonlyMap<number, KeyValue>
  readonly stateOf: StateOf
}

const countOf: Readonly<Record<ElementState, keyof StateCounts>> = {
  S: 'selected',
  O: 'possible',
  A: 'alternative',
  X: 'excluded',
  XS: 'excluded',
  L: 'locked',
  XL: 'excluded',
}

/** How many values are in each state. */
export const countStates = async (
  { values, stateOf }: CalculatedStates,
  signal: AbortSignal | undefined,
): Promise<StateCounts> => {
  const counts = { selected: 0, possible: 0, alternative: 0, excluded: 0, locked: 0 }
  await eachInTurns([...values.keys()], (element) => counts[countOf[stateOf(element)]]++, signal)
  return counts
}

/** Values that the person may see, and those that the selections bring about, after them. */
export const calculatedStates = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<CalculatedStates> => {
  const field = selectableField(dimension)
  const others = { ...context, selections: selectionsAround(context.selections, dimension) }
  if (field && hangsOnSelections(dimension) && !context.selections.has(field.name)) {
    // Whatever makes a value that occurs is possible by itself.
    const occurring = await valuesUnder(others, dimension)
    const values = await withVisible(context, dimension, occurring)
    return { values, stateOf: (value) => (occurring.has(value) ? 'O' : 'X') }
  }
  const asked = valueElementsUnder(others, dimension)
  const [around, stateOf] = await Promise.all([
    asked,
    field ? statesBySelected(context, dimension, field, asked) : statesByOccurrence(context, dimension, asked),
  ])
  return { values: await withVisible(context, dimension, around.values), stateOf }
}

const withVisible = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  occurring: ReadonlyMap<number, KeyValue>,
): Promise<ReadonlyMap<number, KeyValue>> => {
  const visible = await calculatedValues(context, dimension)
  const values = new Map<number, KeyValue>()
  await eachInTurns(visible.values, (value, element) => values.set(element, value), context.signal)
  await eachInTurns([...occurring], ([element, value]) => values.set(element, value), context.signal)
  return values
}

const rank: Readonly<Record<ElementState, number>> = { S: 0, L: 0, O: 1, A: 2, XS: 3, XL: 3, X: 4 }

/** A value is what the best of the values that make it is. */
const statesBySelected = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  field: FieldModel,
  asked: Promise<ValueElements>,
): Promise<StateOf> => {
  const [elements, ofField, around] = await Promise.all([
    valueElements(context, dimension),
    fieldStates(context, field),
    asked,
  ])
  const others: ElementState = context.selections.has(field.name) ? 'A' : 'O'
  return (value) => {
    const states = elements.elementsOf(value).map(ofField.stateOf)
    // Rows without a value of the field are reached where nothing is selected in it.
    if (around.values.has(value) && around.elementsOf(value).length === 0) states.push(others)
    return states.reduce<ElementState>((best, state) => (rank[state] < rank[best] ? state : best), 'X')
  }
}

/**
 * Of values that several fields make: those that are there, and those that would be without own selections. They are
 * selected where there is a selection in each of the fields.
 */
const statesByOccurrence = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  asked: Promise<ValueElements>,
): Promise<StateOf> => {
  const [present, around, chosen] = await Promise.all([
    valueElementsUnder(context, dimension),
    asked,
    chosenValues(context, dimension, context.selections),
  ])
  const locked = [...ownSelections(context.selections, dimension).values()].every((selection) => selection.locked)
  return (value) => {
    const isPresent = present.values.has(value)
    if (chosen.has(value)) return locked ? (isPresent ? 'L' : 'XL') : isPresent ? 'S' : 'XS'
    if (isPresent) return 'O'
    return around.values.has(value) ? 'A' : 'X'
  }
}
