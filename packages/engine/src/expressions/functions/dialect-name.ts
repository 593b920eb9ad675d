/** The SQL dialects that functions are printed in: every entry has its text for each of them. */
export type DialectName = 'duckdb'
