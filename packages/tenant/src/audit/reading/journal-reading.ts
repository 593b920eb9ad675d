import type { AuditRecord } from './audit-item.js'
import type { JournalPosition } from './journal-position.js'

/** Which part of what a query wants is read. */
export interface ReadingRange {
  /** Beyond which record; undefined from the end that the direction begins at. */
  readonly after: JournalPosition | undefined
  readonly descending: boolean
  /** How many records are wanted at most. */
  readonly limit: number
}

/** What was found, in the direction of reading. */
export interface JournalReading {
  readonly records: readonly AuditRecord[]
  /** Where to go on from; undefined at the end of the journal. */
  readonly reached: JournalPosition | undefined
}
