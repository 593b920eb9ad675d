/** One record of a chain; `hash` authenticates `record` and the previous record's `hash`. */
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
  /** The how many-th chain of the store it is; null in a store that no journal with a key has opened yet. */
  position: number | null
  /** The first record whose hash is keyed. */
  keyed_from: number | null
  /** Authenticates all of the row. */
  mac: string | null
}

/** The one row that tells how many chains have begun, so that taking one away is noticed. */
export interface AuditRegisterRow {
  id: number
  chains: number
  /** When chains that are older than the key were entered, ISO 8601. */
  adopted_at: string | null
  mac: string
}

/** Records written in the same transaction as the change that they tell of, on their way into a chain. */
export interface AuditOutboxRow {
  tenant_id: string
  outbox_id: string
  record: string
}

/** That somebody, or a client, took part in what a record tells. */
export interface AuditPartyRow {
  tenant_id: string
  /** `user:` or `client:`, and the id. */
  party: string
  /** That of the record. */
  time: string
  node_id: string
  seq: number
}

/** Up to which record the parties of a chain have been entered. */
export interface AuditEnteredRow {
  tenant_id: string
  node_id: string
  seq: number
}
