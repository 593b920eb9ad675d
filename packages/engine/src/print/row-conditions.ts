import { type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import type { CubePlan, RowCondition } from '../plan/cube-plan.js'
import type { GroupKey } from '../plan/group-key.js'
import { keyNames } from './key-columns.js'

/** Prints which rows of a cube are shown: `WHERE ...`, or nothing where all are. */
export const printConditions = ({ cube, conditions }: CubePlan): string =>
  conditions.length === 0
    ? ''
    : `WHERE ${conditions.map((condition) => printCondition(cube.keys, cube.measures, condition)).join(' AND ')}`

const printCondition = (
  keys: readonly GroupKey[],
  measures: readonly TypedExpression[],
  condition: RowCondition,
): string => {
  const some = (holds: (measure: TypedExpression, index: number) => string) => `(${measures.map(holds).join(' OR ')})`
  if (condition.kind === 'some measure is present') return some((_, index) => `cube.m${index} IS NOT NULL`)
  if (condition.kind === 'some measure is not zero') return some(isNotZero)
  return keyIsPresent(keys, condition.key)
}

/** Holds for rows that have a value of a key. */
export const keyIsPresent = (keys: readonly GroupKey[], position: number): string => {
  const key = keys[position]
  const names = key ? keyNames(key, position) : []
  return `(${names.map((name) => `cube.${name} IS NOT NULL`).join(' OR ')})`
}

const isNotZero = (measure: TypedExpression, index: number): string => {
  const number = `coalesce(cube.m${index}, 0) <> 0`
  const conditions = {
    number,
    truth: number,
    text: `cube.m${index} IS NOT NULL`,
    dual: `(${number} OR (cube.m${index} IS NULL AND cube.t${index} IS NOT NULL))`,
  }
  return conditions[typeOf(measure)]
}
