import { typeOf } from '../../expressions/typed-expression.js'
import { fieldTags } from '../../model/field-tags.js'
import type { SelectionState } from '../../selections/selection-state.js'
import type { CalculatedDimension } from '../dimension.js'
import { countStates } from '../element-states.js'
import type { DimensionFacts, EvaluationContext } from '../evaluation.js'
import type { CalculatedStates } from './calculated-states.js'
import { calculatedValues } from './calculated-values.js'
import type { KeyValue } from './key-value.js'
import {
  hangsOnSelections,
  selectableField,
  valueElements,
  valueElementsUnder,
  whyUnselectable,
} from './value-elements.js'

/**
 * The facts of a calculated dimension column.
 *
 * @param shown the selections under which the cube or list at hand shows it
 * @param hypercubeCardinality distinct values in the cube or list at hand
 */
export const calculatedFacts = async (
  context: EvaluationContext,
  shown: EvaluationContext,
  dimension: CalculatedDimension,
  states: CalculatedStates,
  hypercubeCardinality: number,
): Promise<DimensionFacts> => {
  const field = selectableField(dimension)
  const [{ values }, symbolsOf] = await Promise.all([
    calculatedValues(context, dimension),
    field ? selectedBy(context, shown, dimension) : () => [],
  ])
  const numeric = typeOf(dimension.expression) !== 'text' && values.every(({ num }) => num !== null)
  return {
    field: field?.name ?? null,
    ...(field || dimension.fields.length === 0 ? {} : { unselectable: whyUnselectable(dimension) }),
    symbolsOf,
    cardinality: values.length,
    ...rangeOf(values),
    hypercubeCardinality,
    stateCounts: countStates(states.visible, states.stateOf),
    tags: fieldTags({
      kind: numeric ? 'number' : 'text',
      integer: values.every(({ num }) => Number.isInteger(num)),
      ascii: values.every(({ text }) => isAscii(text)),
      key: false,
    }),
    numeric,
    calculated: true,
  }
}

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

const rangeOf = (values: readonly KeyValue[]): Pick<DimensionFacts, 'min' | 'max' | 'maxGlyphCount'> => {
  let min: number | null = null
  let max: number | null = null
  let maxGlyphCount = 0
  for (const { num, text } of values) {
    if (num !== null && (min === null || num < min)) min = num
    if (num !== null && (max === null || num > max)) max = num
    maxGlyphCount = Math.max(maxGlyphCount, text.length)
  }
  return { min, max, maxGlyphCount }
}

/**
 * What to select in the field for a value: of what makes it, that which is shown; all of it, where the value is not. So
 * a chart over three dates of a month selects these three, and a list that shows all dates selects the month.
 */
const selectedBy = async (
  context: EvaluationContext,
  shown: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<DimensionFacts['symbolsOf']> => {
  const selections = hangsOnSelections(dimension) ? shown.selections : ownSelections(shown.selections, dimension)
  const [all, within] = await Promise.all([
    valueElements(context, dimension),
    valueElementsUnder({ ...shown, selections }, dimension),
  ])
  return (value) => {
    const own = within.elementsOf(value)
    return own.length > 0 ? own : all.elementsOf(value)
  }
}

const ownSelections = (selections: SelectionState, { fields }: CalculatedDimension): SelectionState =>
  new Map([...selections].filter(([name]) => fields.some((field) => field.name === name)))
