/** A file of exported data that waits to be fetched. */
export interface ExportRow {
  tenant_id: string
  /** SHA-256 of the secret in its address. */
  secret_hash: string
  /** Names its file. */
  id: string
  /** The node that has the file. */
  node_id: string
  user_id: string
  /** The stored app that the data is of. */
  app_id: string
  object_id: string
  name: string
  file_type: string
  /** Bytes. */
  size: number
  /** JSON of the credential that it was made with. */
  access: string
  /** Whatever of the person decided which rows are in it. */
  reduced_for: string
  /** JSON of where the data came from. */
  origin: string
  /** Milliseconds since 1970. */
  expires_at: number
}
