/** One record of a chain; `hash` covers `record` and the previous record's `hash`. */
export interface AuditJournalRow {
  tenant_id: string
  node_id: string
  seq: number
  /** Canonical JSON of the record, exactly the hashed text. */
  record: string
  hash: string
}

/** Where each chain ends, so that cutting off its end is noticed. */
export interface AuditChainRow {
  tenant_id: string
  node_id: string
  seq: number
  hash: string
}

/** Records written in the same transaction as the change that they tell of, on their way into a chain. */
export interface AuditOutboxRow {
  tenant_id: string
  outbox_id: string
  record: string
}
