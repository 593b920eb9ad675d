import { typeOf } from '../../expressions/typed-expression.js'
import { fieldTags } from '../../model/field-tags.js'
import type { CalculatedDimension } from '../dimension.js'
import type { DimensionFacts, EvaluationContext, SymbolsOfValue } from '../evaluation.js'
import { type CalculatedStates, countStates } from './calculated-states.js'
import { calculatedValues } from './calculated-values.js'
import { jointFields } from './joint-fields.js'
import {
  hangsOnSelections,
  ownSelections,
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
  const { values, facts } = await calculatedValues(context, dimension)
  const numeric = typeOf(dimension.expression) !== 'text' && facts.numbers
  return {
    field: field?.name ?? null,
    ...(dimension.fields.length > 1 ? { joint: jointFields(context, shown, dimension) } : {}),
    ...(field || dimension.fields.length !== 1 ? {} : { unselectable: whyUnselectable(dimension) }),
    findSymbols: async () => (field ? selectedBy(context, shown, dimension) : () => []),
    cardinality: values.length,
    min: facts.min,
    max: facts.max,
    maxGlyphCount: facts.maxGlyphCount,
    hypercubeCardinality,
    stateCounts: await countStates(states, context.signal),
    tags: fieldTags({
      kind: numeric ? 'number' : 'text',
      integer: facts.integers,
      ascii: facts.ascii,
      key: false,
    }),
    numeric,
    continuous: typeOf(dimension.expression) === 'number' && facts.numbers,
    calculated: true,
  }
}

/**
 * What to select in the field for a value: of what makes it, that which is shown; all of it, where the value is not. So
 * a chart over three dates of a month selects these three, and a list that shows all dates selects the month.
 */
const selectedBy = async (
  context: EvaluationContext,
  shown: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<SymbolsOfValue> => {
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
