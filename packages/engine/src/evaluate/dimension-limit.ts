import { checkMeasure } from '../expressions/check-measure.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import type { DimensionLimit } from '../plan/checked-cube.js'
import type { DataView } from '../security/data-view.js'
import { assertComputable } from './assert-computable.js'
import type { LimitRequest } from './evaluation.js'
import { type PreparedExpressions, preparedFor } from './expansion/prepare-expression.js'

/**
 * Checks the limit of a dimension whose number is known.
 *
 * @param first the first measure of the cube, which ranks where nothing else is said
 * @throws UnderstudyError ENGINE-EXPRESSION for what values are ranked by
 */
export const dimensionLimit = (
  view: DataView,
  asked: LimitRequest | undefined,
  first: TypedExpression | null,
  prepared: PreparedExpressions,
): DimensionLimit | undefined => {
  if (!asked) return undefined
  const { kind, limit, comparison, relative, direction, showsOthers, global, collapses, keepsMissing, among } = asked
  const number = Number(limit)
  return {
    rule:
      kind === 'count'
        ? { kind, rows: Math.max(Math.trunc(number), 0), others: showsOthers ? 1 : 0 }
        : { kind, comparison, limit: number, relative },
    by: asked.by === '' ? first : rankedBy(view, asked.by, prepared),
    direction: direction || null,
    global,
    showsOthers,
    collapses,
    keepsMissing,
    among,
  }
}

const rankedBy = (view: DataView, expression: string, prepared: PreparedExpressions): TypedExpression => {
  const { source, names } = preparedFor(prepared, expression)
  const value = checkMeasure(view.model, view.fields, source, names).expression
  assertComputable(value)
  return value
}
