/** The database refuses a whole query where powers of its numbers are beyond the range of numbers. */
const maxMagnitude = '1e60'

export const ranged = 'Missing where a number is 1e60 or more, whatever its sign.'

export const finite = (sql: string): string => `(CASE WHEN isfinite(${sql}) THEN ${sql} END)`

/**
 * SQL of one aggregate over the rows with numbers of a size that can be computed with; NULL where a row has a larger one.
 *
 * @param magnitude SQL of the size of a row's numbers; NULL for a row that is left out
 */
export const inRange = (magnitude: string, aggregate: string): string =>
  `(CASE WHEN max(${magnitude}) < ${maxMagnitude} THEN ${aggregate} FILTER (WHERE ${magnitude} < ${maxMagnitude}) END)`

/**
 * SQL of several aggregates over numbers of a size that can be computed with; NULL where a row has a larger one.
 *
 * @param print prints them over the columns that it is given; rows that lack one of these have none of them
 */
export const overRange = (columns: readonly string[], print: (columns: readonly string[]) => string): string => {
  const magnitude = `(${columns.map((column) => `abs(${column})`).join(' + ')})`
  const usable = columns.map((column) => `(CASE WHEN ${magnitude} < ${maxMagnitude} THEN ${column} END)`)
  return `(CASE WHEN max(${magnitude}) < ${maxMagnitude} THEN ${finite(print(usable))} END)`
}
