import type { SqlValue } from '../sql-value.js'
import { gathered } from './gathered.js'

/** An aggregate over the numbers of an argument: the number itself, where it is one value. */
export const overNumbers = (value: SqlValue, aggregate: string): string =>
  value.rows ? value.rows(({ number }) => `${aggregate}(${number})`) : value.number

/** A list of the numbers of all arguments, those of several rows included; what is missing is left out. */
export const numbersOf = (values: readonly SqlValue[]): string =>
  `list_filter(${gathered(values, ({ number }) => number)}::DOUBLE[], lambda n: n IS NOT NULL)`
