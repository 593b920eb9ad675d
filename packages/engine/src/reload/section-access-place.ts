import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'

/** Whether a base table of the main schema is the section access table. Case does not matter, as in SQL. */
export const isSectionAccess = (table: string): boolean => /^section_access$/i.test(table)

/** Names that a person may take for the table's: spelled with blanks, in parts, or with look-alikes of its letters. */
const resembles = (name: string): boolean =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '') === 'SECTIONACCESS'

/**
 * Refuses a section access table that would not be read as one. Its author means to restrict the app; without the table,
 * everybody would see all of it.
 *
 * @param connection the one that ran the data script: nobody else sees its temporary tables
 * @throws UnderstudyError ENGINE-RELOAD-SECTION-ACCESS for a view, a temporary table, another schema or another spelling
 */
export const refuseMisplacedSectionAccess = async (connection: DuckDBConnection): Promise<void> => {
  const reader = await connection.runAndReadAll(
    `SELECT 'table', temporary, schema_name, table_name FROM duckdb_tables()
     UNION ALL SELECT 'view', temporary, schema_name, view_name FROM duckdb_views()`,
  )
  for (const [kind, temporary, schema, name] of reader.getRowsJS() as [string, boolean, string, string][]) {
    const isRead = kind === 'table' && !temporary && schema === 'main' && isSectionAccess(name)
    if (isRead || !resembles(name)) continue
    const found = `${temporary ? 'temporary ' : ''}${kind} "${schema}"."${name}"`
    throw new UnderstudyError(
      'ENGINE-RELOAD-SECTION-ACCESS',
      `${found} restricts nobody: CREATE TABLE SECTION_ACCESS makes the base table that does`,
    )
  }
}
