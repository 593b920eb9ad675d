import { evaluateColumn } from '../column-error.js'
import { byDimension, type Dimension } from '../dimension.js'
import type { ColumnError, EvaluationContext } from '../evaluation.js'
import { calculatedValues } from './calculated-values.js'

/** What is wrong with the values of dimensions, which only the data tells: that there are too many. */
export const refusedValues = async (
  context: EvaluationContext,
  dimensions: readonly Dimension[],
): Promise<readonly ColumnError[]> => {
  const errors: ColumnError[] = []
  for (const [column, dimension] of dimensions.entries()) {
    await evaluateColumn(column, errors, () =>
      byDimension<Promise<unknown>>(dimension, {
        field: async () => {},
        calculated: (calculated) => calculatedValues(context, calculated),
      }),
    )
  }
  return errors
}
