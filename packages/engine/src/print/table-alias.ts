/** SQL name under which a table is known within a query. */
export const tableAlias = (table: number): string => `r${table}`

/** A column that several joined tables share: the value of the first of them that has a row. */
export const firstPresent = (tables: readonly number[], column: string): string => {
  const columns = tables.map((table) => `${tableAlias(table)}.${column}`)
  return columns.length === 1 ? (columns[0] ?? '') : `coalesce(${columns.join(', ')})`
}
