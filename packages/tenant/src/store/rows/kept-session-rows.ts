/** An engine session as it is stored for whoever comes back to it. */
export interface KeptSessionRow {
  tenant_id: string
  /** SHA-256 of whose session it is. */
  key_hash: string
  user_id: string
  /** Names the one session, of one process, that may write it. */
  writer: string
  /** What it holds, sealed. */
  state: Uint8Array
  /** Milliseconds since 1970. */
  expires_at: number
}
