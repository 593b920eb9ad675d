/** A call of the engine that was answered. */
export interface QueryLogRow {
  tenant_id: string
  /** ISO 8601. */
  time: string
  id: string
  /** In whose name it was asked. */
  user_id: string
  /** The client that acted in their name; null for people themselves. */
  client_id: string | null
  /** Of the page that asked; null where none did. */
  origin: string | null
  app_id: string
  object_id: string | null
  method: string
  outcome: string
  /** Which data it was. */
  snapshot: string
  /** Names what the person may see of this data. */
  reduction: string
  /** Rows that the answer held. */
  row_count: number | null
  ms: number
  /** The share of all calls that was recorded then, above 0 to 1. */
  share: number
}
