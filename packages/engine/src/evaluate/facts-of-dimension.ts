import { calculatedFacts } from './calculated/calculated-facts.js'
import { calculatedStates } from './calculated/calculated-states.js'
import { byDimension, type Dimension } from './dimension.js'
import { dimensionFacts, fieldStates } from './dimension-facts.js'
import type { DimensionFacts, EvaluationContext } from './evaluation.js'

/**
 * The facts of a dimension column of a cube.
 *
 * @param shown the selections that the cube is computed under
 * @param hypercubeCardinality distinct values in the cube
 */
export const factsOfDimension = (
  context: EvaluationContext,
  shown: EvaluationContext,
  dimension: Dimension,
  hypercubeCardinality: number,
): Promise<DimensionFacts> =>
  byDimension(dimension, {
    field: async ({ field }) => dimensionFacts(context, field, await fieldStates(context, field), hypercubeCardinality),
    calculated: async (calculated) =>
      calculatedFacts(context, shown, calculated, await calculatedStates(context, calculated), hypercubeCardinality),
  })
