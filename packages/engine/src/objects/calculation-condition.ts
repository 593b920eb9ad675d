import { type JsonObject, objectOf } from '../json.js'
import { expressionText } from './attribute-columns.js'

/** A condition under which a cube or a column is computed. */
export interface CalculationCondition {
  readonly expression: string
  /** What people are told where it does not hold, a text or an expression. */
  readonly message: string
}

/** Reads `qCalcCondition` of a cube or column, or `qCalcCond` of older ones; `null` where there is none. */
export const parseCondition = (definition: JsonObject): CalculationCondition | null => {
  const condition = objectOf(definition.qCalcCondition)
  const expression = expressionText(condition.qCond) || expressionText(definition.qCalcCond)
  return expression === '' ? null : { expression, message: expressionText(condition.qMsg) }
}
