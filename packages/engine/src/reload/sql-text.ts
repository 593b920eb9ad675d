/** Quotes a name found in the staging catalogue as a SQL identifier. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Quotes a path or text as a SQL string literal, where DuckDB takes no parameter. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
