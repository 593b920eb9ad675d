import { type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import type { CubePlan, RowCondition } from '../plan/cube-plan.js'
import type { GroupKey } from '../plan/group-key.js'
import { isLimited, limitedRow } from '../plan/limited-key.js'
import { limitedName, valueNames } from './key-columns.js'

/** Prints which rows of a cube are shown: `WHERE ...`, or nothing where all are. */
export const printConditions = ({ cube, conditions }: Pick<CubePlan, 'cube' | 'conditions'>): string =>
  conditions.length === 0 ? '' : `WHERE ${printCandidates(cube, conditions)}`

/** Prints what holds for rows of a cube that meet all conditions. */
export const printCandidates = ({ keys, measures }: CubePlan['cube'], conditions: readonly RowCondition[]): string =>
  conditions.map((condition) => printCondition(keys, measures, condition)).join(' AND ') || 'TRUE'

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

/** Holds for rows that have a value of a key, or are of its others. */
export const keyIsPresent = (keys: readonly GroupKey[], position: number): string => {
  const key = keys[position]
  const present = key ? valueNames(key, position).map((name) => `cube.${name} IS NOT NULL`) : []
  const others = key && isLimited(key) ? [`cube.${limitedName(position)} <> ${limitedRow.kept}`] : []
  return `(${[...present, ...others].join(' OR ')})`
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
