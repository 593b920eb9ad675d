/** SQL name under which a table is known within a query. */
export const tableAlias = (table: number): string => `r${table}`
