/** A single-use result of a token exchange that was not presented yet. */
export interface ExchangeTokenRow {
  tenant_id: string
  token_hash: string
  user_id: string
  client_id: string
  user_epoch: number
  client_epoch: number
  purpose: 'websocket' | 'webresource'
  origin: string
  scope: string
  /** Milliseconds since 1970. */
  expires_at: number
  /** The impersonating client, null when the client acts as its own bot user. */
  actor: string | null
  /** `jti` of the presented access token. */
  subject_token_id: string
  /** End of the presented access token, milliseconds since 1970. */
  subject_token_expires_at: number
  /** `grantId` of the presented access token. */
  grant_id: string
  /** Thumbprint of the key that the presented access token is bound to (RFC 9449 section 6.1). */
  jkt: string | null
  /** JSON array of the tokens that the presented access token was exchanged from. */
  ancestors: string
  /** What its client proved itself with when it got the presented access token. */
  client_credential: string | null
}

/** What a user granted to a client for longer than one access token lives: the family of its refresh tokens. */
export interface OAuthGrantRow {
  tenant_id: string
  /** The `grantId` of the access tokens. */
  id: string
  user_id: string
  client_id: string
  scope: string
  /** Thumbprint of the key that the tokens are bound to. */
  jkt: string | null
  description: string | null
  device_type: string | null
  /** Milliseconds since 1970, as the times below. */
  created_at: number
  last_used_at: number
  expires_at: number
}

/** One token of the family that its grant is; kept after its use, so that a second use is noticed. */
export interface RefreshTokenRow {
  tenant_id: string
  token_hash: string
  grant_id: string
  user_epoch: number
  client_epoch: number
  /** Milliseconds since 1970, as the columns below. */
  auth_time: number
  expires_at: number
  used_at: number | null
  /** What its client proved itself with when it got this token. */
  client_credential: string | null
}

/**
 * An access token (by `jti`), a whole grant (by `grantId`), or all that was got with a credential of a client, that ended
 * before its time.
 */
export interface RevokedTokenRow {
  tenant_id: string
  id: string
  /** Milliseconds since 1970; from then on every token concerned would be refused for its age. */
  expires_at: number
}

/** An identifier that was presented once and counts no more, by the SHA-256 of its use, issuer and value. */
export interface SpentIdentifierRow {
  tenant_id: string
  id_hash: string
  /** Milliseconds since 1970; from then on the identifier would be refused for its age. */
  expires_at: number
}
