import { type Aggregate, typeOfAggregate } from '../expressions/typed-expression.js'
import type { Groups, NumberedAggregate } from '../plan/cube.js'
import { sidesOf } from './aggregate-columns.js'
import { allKeyNames, keyNames } from './key-columns.js'

/** The names of the columns of an aggregate: `a0` for its number, `b0` for its text. */
export const aggregateNames = (aggregate: Aggregate, index: number): readonly string[] => {
  const sides = sidesOf[typeOfAggregate(aggregate)]
  return [...(sides.number ? [`a${index}`] : []), ...(sides.text ? [`b${index}`] : [])]
}

/** The names of the columns of an aggregate at its position. */
export const columnNames = ({ aggregate, index }: NumberedAggregate): readonly string[] =>
  aggregateNames(aggregate, index)

/** The columns of carried keys, which are named as if they came after the others. */
export const carriedNames = ({ keys, carried = [] }: Groups): readonly string[] =>
  carried.flatMap(({ key }, index) => keyNames(key, keys.length + index))

/** The column of a row's place in its table. */
export const place = 'place'

/** GROUP BY the keys, where there are any. */
export const groupBy = ({ keys }: Groups): string =>
  keys.length === 0 ? '' : ` GROUP BY ${allKeyNames(keys).join(', ')}`
