import type { SqlValue } from '../sql-value.js'

/** An aggregate over the numbers of an argument: the number itself, where it is one value. */
export const overNumbers = (value: SqlValue, aggregate: string): string =>
  value.rows ? value.rows(({ number }) => `${aggregate}(${number})`) : value.number

/** A list of the numbers of all arguments, those of several rows included; what is missing is left out. */
export const numbersOf = (values: readonly SqlValue[]): string => {
  const lists = values.map((value) =>
    value.rows ? `coalesce(${value.rows(({ number }) => `list(${number})`)}, [])` : `[${value.number}]`,
  )
  const all = lists.length === 1 ? lists[0] : `list_concat(${lists.join(', ')})`
  return `list_filter(${all}::DOUBLE[], lambda n: n IS NOT NULL)`
}
