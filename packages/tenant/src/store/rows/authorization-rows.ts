/** An authorization request that waits for its user to sign in or to consent. */
export interface AuthorizationRequestRow {
  tenant_id: string
  /** Base64url of the SHA-256 of the handle that the browser holds. */
  id_hash: string
  /** JSON of the validated request. */
  request: string
  /** Milliseconds since 1970, as the column below. */
  received_at: number
  expires_at: number
}

/** An authorization code; kept for a while after its use, so that a second use is noticed. */
export interface AuthorizationCodeRow {
  tenant_id: string
  code_hash: string
  client_id: string
  client_epoch: number
  user_id: string
  user_epoch: number
  /** The browser session in which the code was obtained. */
  session_id: string
  /** The family that all tokens obtained with the code belong to. */
  grant_id: string
  redirect_uri: string
  code_challenge: string
  scope: string
  nonce: string | null
  /** Thumbprint of the key that alone may redeem the code (RFC 9449 section 10). */
  dpop_jkt: string | null
  /** When the user proved who they are; milliseconds since 1970, as the columns below. */
  auth_time: number
  expires_at: number
  redeemed_at: number | null
}

/** What a user has allowed a client, until withdrawn. */
export interface OAuthConsentRow {
  tenant_id: string
  user_id: string
  client_id: string
  scope: string
  given_at: string
}
