import { type RawBuilder, sql } from 'kysely'

/** Where a record stands among all of a tenant's: by time, then by node and number. */
export interface JournalPosition {
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string
  readonly nodeId: string
  readonly seq: number
}

/**
 * The time of a record, in SQL. Each record's text begins with it, in a fixed form (`auditRecord`): an index over this
 * expression finds records by time, and the journal has no second copy that could differ from what was hashed.
 */
export const recordTime: RawBuilder<string> = sql<string>`substr(record, 10, 24)`

/** The id of a record, unique in its tenant. */
export const recordId = ({ nodeId, seq }: Pick<JournalPosition, 'nodeId' | 'seq'>): string => `${nodeId}.${seq}`

/** Reads a {@link recordId}; undefined when it is none. */
export const parseRecordId = (id: string): Pick<JournalPosition, 'nodeId' | 'seq'> | undefined => {
  const [, nodeId, seq] = /^([\w-]{1,64})\.([1-9]\d{0,14})$/.exec(id) ?? []
  return nodeId === undefined ? undefined : { nodeId, seq: Number(seq) }
}

/** The order of records in time; negative where the one comes first. */
export const compareJournalPositions = (one: JournalPosition, other: JournalPosition): number =>
  compareTexts(one.time, other.time) || compareTexts(one.nodeId, other.nodeId) || one.seq - other.seq

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
