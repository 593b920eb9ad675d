/** Types that columns of a source get in the database; everything else is text. */
export const sourceTypes = ['BOOLEAN', 'BIGINT', 'UBIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'TIME', 'VARCHAR'] as const

/** A type of the closed list, a decimal with its digits, or texts in the order of their numbers, from 1. */
export type SourceType =
  | (typeof sourceTypes)[number]
  | { readonly digits: number; readonly fraction: number }
  | { readonly inOrder: readonly string[] }

/** Rows that the database cannot read by itself. Values travel as texts that the database casts to their types. */
export interface SourceTable {
  /** Names of the columns; none twice, whatever the case of their letters. */
  readonly columns: readonly string[]
  /** Rows in batches of a bounded size, read once. NULL for a missing value. */
  readonly batches: AsyncIterable<readonly (readonly (string | null)[])[]>
  /** Type of each column; asked when all batches are read, since some sources know only then. */
  readonly types: () => readonly SourceType[]
}

/**
 * Opens a source.
 *
 * @param signal stops reading
 * @throws UnderstudyError ENGINE-RELOAD-SOURCE
 */
export type OpenSource = (signal: AbortSignal) => Promise<SourceTable>
