import type { Generated } from 'kysely'
import type { Flag } from './flag.js'

export type AppType = 'web' | 'spa' | 'native' | 'anonymous-embed'

/** An OAuth client, with its registered metadata (RFC 7591). */
export interface OAuthClientRow {
  tenant_id: string
  /** The OAuth `client_id`. */
  id: string
  app_type: AppType
  name: string
  name_folded: string
  description: string | null
  client_uri: string | null
  logo_uri: string | null
  jwks_uri: string | null
  /** JSON array of strings, as the four columns below. */
  allowed_scopes: string
  allowed_grant_types: string
  allowed_origins: string
  redirect_uris: string
  allowed_auth_methods: string
  /** JSON array of JWKs. */
  public_keys: string
  /** Of this tenant's connection configuration: without `trusted`, no machine-to-machine token is issued. */
  consent_method: 'required' | 'trusted'
  /** Whether tokens may be minted in the name of an administrator, and carry admin scopes. Off unless asked for. */
  may_impersonate_admins: Generated<Flag>
  /** Whether every token of the client must be bound to a key (RFC 9449 section 5.2). */
  dpop_bound_access_tokens: Generated<Flag>
  /** Whether impersonation requests may carry the user to create or change. Off unless asked for. */
  may_provision_users: Generated<Flag>
  /** Null while the client is enabled, else why it is not. */
  disable_tag: string | null
  /** Of a client that registered itself and was not approved yet: when it counts as deleted, milliseconds since 1970. */
  approval_due_at: number | null
  published_at: string | null
  owner_id: string | null
  created_by: string | null
  created_by_type: string
  created_at: string
  updated_at: string
  /** Advanced whenever all tokens issued to the client must die. */
  epoch: Generated<number>
}

/** One of the secrets of a client. */
export interface ClientSecretRow {
  tenant_id: string
  client_id: string
  /** The first characters of the secret: enough to recognise it, far too few to guess the rest. */
  hint: string
  /** Base64url of the secret's SHA-256; the secret is 256 random bits and needs no slow hash. */
  secret_hash: string
  created_at: string
  created_by: string | null
}

/** With such a code visitors without an account open one app. */
export interface AccessCodeRow {
  tenant_id: string
  /** Also the grant id of all tokens that the code led to. */
  id: string
  /** Base64url of the code's SHA-256; the code is 256 random bits. */
  code_hash: string
  hint: string
  client_id: string
  app_id: string
  description: string | null
  /** Milliseconds since 1970. */
  expires_at: number
  created_at: string
  created_by: string | null
}

/** No row: everything is off. */
export interface OAuthSettingsRow {
  tenant_id: string
  dynamic_client_registration: Flag
  /** JSON array of how clients may register to authenticate; null: in every way that there is. */
  registration_auth_methods: string | null
}
