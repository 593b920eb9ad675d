import type { ClientCredential } from '../clients/client-credentials.js'

/** A token that another was exchanged from, with the client that it was issued to, its epoch then, and its credential. */
export type TokenAncestor = readonly [
  tokenId: string,
  clientId: string,
  clientEpoch: number,
  credential?: ClientCredential | null | undefined,
]

/** An access token of this tenant. */
export interface AccessTokenCredential {
  readonly type: 'access-token'
  readonly clientId: string
  /** Epoch of the client that the token was issued under. */
  readonly clientEpoch: number
  /** What the client proved itself with when it got the token. */
  readonly clientCredential: ClientCredential | undefined
  /** `jti` of the access token. */
  readonly tokenId: string
  /** What was granted once, and may have led to many tokens. */
  readonly grantId: string
  /** Thumbprint of the key that the token is bound to (RFC 9449 section 6.1). */
  readonly jkt: string | undefined
  /** The tokens that it was exchanged from (RFC 8693), without which it is worth nothing. */
  readonly ancestors: readonly TokenAncestor[]
}

/** A browser's session, told by its cookie. */
export interface SessionCredential {
  readonly type: 'session'
  readonly sessionId: string
  /** The web integration whose pages the session is for (contract 0.10). */
  readonly webIntegrationId: string | undefined
}

/** A key that a user made for their own programs (contract 4.8). */
export interface ApiKeyCredential {
  readonly type: 'api-key'
  readonly keyId: string
}

/** What a request proved its right with. */
export type Credential = AccessTokenCredential | SessionCredential | ApiKeyCredential

/** Id of the client that a credential was issued to; sessions and keys were issued to a user themselves. */
export const clientOf = (credential: Credential): string | undefined =>
  credential.type === 'access-token' ? credential.clientId : undefined
