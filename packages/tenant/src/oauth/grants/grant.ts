import type { AuditEvent } from '../../audit/audit-event.js'
import type { GrantLabel } from '../refresh/grant-label.js'

/** What a grant knows of the request beside its body. */
export interface TokenCall {
  /** Path that was called, with or without query; tokens are asked for at more than one. */
  readonly path: string
  /** `Authorization` header. */
  readonly authorization: string | undefined
  /** `DPoP` header. */
  readonly dpop?: string | undefined
  /** Thumbprint of the key that the sender proved to hold (RFC 9449). */
  readonly jkt?: string | undefined
  /** `Origin` header. */
  readonly origin: string | undefined
  /** Network address of the caller. */
  readonly address: string
}

/** The 200 body of the token endpoint (contract 1.1, RFC 6749 section 5.1, RFC 8693 section 2.2.1). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'bearer' | 'DPoP'
  /** Granted scopes, separated by spaces. */
  readonly scope: string
  /** Seconds. */
  readonly expires_in: number
  /** ISO 8601. */
  readonly expires_at: string
  readonly issued_token_type?: string
  /** Only with `offline_access`. */
  readonly refresh_token?: string
  /** Only with `openid`. */
  readonly id_token?: string
}

/** What a grant made: the answer, and what the journal has to know before it may leave. */
export interface GrantOutcome {
  readonly response: TokenResponse
  readonly issued: Pick<AuditEvent, 'actor' | 'subject' | 'client' | 'scopes' | 'tokenId' | 'purpose'> & GrantLabel
  /** The journal knows already, together with what else the grant changed. */
  readonly recorded?: boolean
}
