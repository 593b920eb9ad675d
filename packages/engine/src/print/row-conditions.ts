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
  if (condition.kind === 'key is present') return keyIsPresent(keys, condition.key)
  const holds = condition.kind === 'some measure is not zero' ? isNotZero : isPresent
  const counting = condition.measures.flatMap((index) => {
    const measure = measures[index]
    return measure ? [holds(measure, index)] : []
  })
  return `(${counting.join(' OR ')})`
}

/** Holds for rows that have a value of a key. */
export const keyIsPresent = (keys: readonly GroupKey[], position: number): string => {
  const key = keys[position]
  const names = key ? keyNames(key, position) : []
  return `(${names.map((name) => `cube.${name} IS NOT NULL`).join(' OR ')})`
}

const isPresent = (_: TypedExpression, index: number): string => `cube.m${index} IS NOT NULL`

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
