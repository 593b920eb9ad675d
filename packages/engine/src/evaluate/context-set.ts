import { assertSets } from '../expressions/parser.js'
import { evaluateColumn } from './column-error.js'
import type { ColumnError, EvaluationContext, HypercubeRequest } from './evaluation.js'
import { type EvaluateTotal, expandExpression } from './expansion/expand-expression.js'

/**
 * What is wrong with the set that stands before the measures of a cube, told at each of them, or at the dimensions where
 * there are none. What is not a set alone would change what measures compute rather than what they compute it of: a minus
 * would negate them.
 */
export const contextSetErrors = async (
  context: EvaluationContext,
  { contextSet, dimensions, measures }: HypercubeRequest,
  evaluateTotal: EvaluateTotal,
): Promise<readonly ColumnError[]> => {
  if (contextSet === undefined) return []
  const errors: ColumnError[] = []
  await evaluateColumn(0, errors, async () => assertSets(await expandExpression(context, contextSet, evaluateTotal)))
  const columns =
    measures.length === 0 ? [...dimensions.keys()] : [...measures.keys()].map((index) => dimensions.length + index)
  return errors.flatMap((error) => columns.map((column) => ({ ...error, column })))
}
