/** A key that a user made for their own programs (contract 4.8). */
export interface ApiKeyRow {
  tenant_id: string
  id: string
  user_id: string
  /** Base64url of the key's SHA-256; the key is 256 random bits and needs no slow hash. */
  key_hash: string
  /** Epoch of the client whose bot user made the key: the key dies with the client's tokens. Null for a person. */
  client_epoch: number | null
  description: string
  created_at: string
  updated_at: string
  /** Milliseconds since 1970. */
  expires_at: number
  revoked_at: string | null
}

/** What a tenant allows of API keys; without a row the defaults hold. Lives are ISO 8601 durations. */
export interface ApiKeySettingsRow {
  tenant_id: string
  longest_expiry: string
  keys_per_user: number
  scim_expiry: string
}
