import type { RowValue, SqlValue } from '../sql-value.js'

/** SQL of a list of something of each value of the arguments, those of several rows included. */
export const gathered = (values: readonly SqlValue[], print: (value: RowValue) => string): string => {
  const lists = values.map((value) =>
    value.rows ? `coalesce(${value.rows((each) => `list(${print(each)})`)}, [])` : `[${print(value)}]`,
  )
  return lists.length === 1 ? (lists[0] ?? '[]') : `list_concat(${lists.join(', ')})`
}

/** SQL of the texts of the arguments; missing values are left out. */
export const textsOf = (values: readonly SqlValue[]): string =>
  `list_filter(${gathered(values, ({ text }) => text)}::VARCHAR[], lambda t: t IS NOT NULL)`
