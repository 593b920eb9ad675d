import type { Flag } from './flag.js'

/** How long browser sessions last; a tenant without a row has the defaults. */
export interface AuthSettingsRow {
  tenant_id: string
  session_inactivity_minutes: number
  session_lifespan_minutes: number
}

/** Pages of other origins that may use browser sessions of the tenant (contract 4.11). */
export interface WebIntegrationRow {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  /** JSON array of origins. */
  valid_origins: string
  /** Whether the cookies of its sessions are kept apart for each embedding site (CHIPS). */
  partitioned_cookies: Flag
  created_at: string
  created_by: string | null
  updated_at: string
}

/** How a browser session began: by signing in at the tenant, or by a JWT of an identity provider (contract 4.9). */
export type SessionSource = 'interactive' | 'jwt-login-session'

/** A session that cookies stand for. All times are milliseconds since 1970. */
export interface BrowserSessionRow {
  tenant_id: string
  id: string
  /** Base64url of the SHA-256 of 256 random bits that only the cookie holds. */
  secret_hash: string
  user_id: string
  /** Of the user when the session began; the session is worthless once the user's is another. */
  user_epoch: number
  source: SessionSource
  /** Null for the built-in directory. */
  idp_id: string | null
  /** Set for a session of pages of other origins; it counts for those pages only. */
  web_integration_id: string | null
  /** When the user proved who they are. */
  auth_time: number
  created_at: number
  last_used_at: number
  /** From then on the row may be deleted. */
  expires_at: number
}
