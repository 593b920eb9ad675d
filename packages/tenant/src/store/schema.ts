import type { Generated, Kysely, Transaction } from 'kysely'

/**
 * The tables, with the same column types on both stores: identifiers, JSON and ISO-8601 times as text, switches as 0/1,
 * instants that are compared as milliseconds since 1970. Every table holds the tenant's id, first in its primary key.
 */
export interface StoreSchema {
  tenants: TenantRow
  tenant_hostnames: TenantHostnameRow
  signing_keys: SigningKeyRow
  users: UserRow
  user_roles: UserRoleRow
  groups: GroupRow
  group_roles: GroupRoleRow
  user_groups: UserGroupRow
  group_settings: GroupSettingsRow
  oauth_clients: OAuthClientRow
  client_secrets: ClientSecretRow
  oauth_settings: OAuthSettingsRow
  access_codes: AccessCodeRow
  exchange_tokens: ExchangeTokenRow
  oauth_grants: OAuthGrantRow
  revoked_tokens: RevokedTokenRow
  spent_identifiers: SpentIdentifierRow
  auth_settings: AuthSettingsRow
  web_integrations: WebIntegrationRow
  identity_providers: IdentityProviderRow
  browser_sessions: BrowserSessionRow
  authorization_requests: AuthorizationRequestRow
  authorization_codes: AuthorizationCodeRow
  oauth_consents: OAuthConsentRow
  refresh_tokens: RefreshTokenRow
  passwords: PasswordRow
  sign_in_links: SignInLinkRow
  sign_in_attempts: SignInAttemptsRow
  spaces: SpaceRow
  space_assignments: SpaceAssignmentRow
  csp_origins: CspOriginRow
  api_keys: ApiKeyRow
  api_key_settings: ApiKeySettingsRow
  apps: AppRow
  audit_journal: AuditJournalRow
  audit_chains: AuditChainRow
  audit_outbox: AuditOutboxRow
}

/** The store, on either database. */
export type Store = Kysely<StoreSchema>

/** An open transaction of the store. */
export type StoreTransaction = Transaction<StoreSchema>

/** A boolean as both databases can hold it. */
export type Flag = 0 | 1

export interface TenantRow {
  tenant_id: string
  name: string
  /** The public origin given when the tenant was made; null when it follows from the listening address. */
  origin: string | null
  created_at: string
  /** The tenant of the operator's own clients manages the others and holds no people, apps or data. */
  kind: Generated<'customer' | 'operator'>
  status: Generated<'active' | 'disabled'>
  status_changed_at: string | null
  /** Of a disabled tenant: from when its data may be deleted, milliseconds since 1970. */
  purge_at: number | null
  updated_at: string | null
  created_by: string | null
  /** Advanced with every change of the tenant, its host names or its keys, so that running nodes notice. */
  revision: Generated<number>
}

/** `hostname` is lower case, without port; it belongs to one tenant only. */
export interface TenantHostnameRow {
  tenant_id: string
  hostname: string
  /** 0 for the name that the tenant is shown with, 1 for its alias (contract 4.12). */
  position: Generated<number>
}

export interface SigningKeyRow {
  tenant_id: string
  kid: string
  alg: 'ES256'
  /**
   * AES-256-GCM under a key derived from the master key; base64url of nonce, tag and ciphertext. The public half follows
   * from it. Empty once the key is of no use: the row stays, so that a `kid` is never given twice.
   */
  private_key_encrypted: string
  created_at: string
  /** From when the key signs, possibly in the future; null for the one that waits to be the next. */
  signs_from: string | null
  /** When the key stops signing; it stays published while tokens signed with it may live. */
  retired_at: string | null
  /** When the operator gave the key up; nothing that it signed counts from then on. */
  revoked_at: string | null
}

export type UserStatus = 'active' | 'invited' | 'disabled' | 'deleted' | 'provisioned'

export interface UserRow {
  tenant_id: string
  id: string
  subject: string
  name: string
  email: string | null
  /** `*_folded` columns hold the value in lower case as JavaScript folds it, so that both databases filter alike. */
  subject_folded: string
  name_folded: string
  email_folded: string
  picture: string | null
  status: UserStatus
  /** Set for the bot user of a client (contract 1.7). */
  client_id: string | null
  locale: string | null
  zoneinfo: string | null
  preferred_locale: string | null
  preferred_zoneinfo: string | null
  /** Milliseconds since 1970. */
  invite_expiry: number | null
  /** JSON object of strings that the host said of the user, with sorted names; null for none. */
  attributes: string | null
  created_at: string
  updated_at: string
  /** Advanced whenever all tokens of the user must die. */
  epoch: Generated<number>
}

export interface UserRoleRow {
  tenant_id: string
  user_id: string
  role_id: string
}

export interface GroupRow {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  description: string | null
  provider_type: 'idp' | 'custom'
  status: 'active' | 'disabled'
  created_at: string
  created_by: string | null
  updated_at: string
  updated_by: string | null
}

/** `group_id` may name the system group of everyone, which has no row in `groups`. */
export interface GroupRoleRow {
  tenant_id: string
  group_id: string
  role_id: string
}

/**
 * Who says that a user belongs to a group: an administrator through the API, an identity provider at sign-in, or a host
 * in its token call. Each may replace only what it said itself.
 */
export type MembershipSource = 'manual' | 'idp' | 'provision'

/** A user belongs to a group as long as at least one source says so. */
export interface UserGroupRow {
  tenant_id: string
  user_id: string
  group_id: string
  source: Generated<MembershipSource>
}

export interface GroupSettingsRow {
  tenant_id: string
  auto_create_groups: Flag
  sync_idp_groups: Flag
}

export type AppType = 'web' | 'spa' | 'native' | 'anonymous-embed'

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
}

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

/** An access token (by `jti`) or a whole grant (by `grantId`) that ended before its time. */
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

export interface IdentityProviderRow {
  tenant_id: string
  id: string
  protocol: 'jwtAuth' | 'OIDC'
  provider: string
  description: string | null
  active: Flag
  /** Whether people sign in with it at the tenant. */
  interactive: Flag
  clock_tolerance_sec: number
  /** Whether a first sign-in makes the user. */
  create_new_users: Flag
  post_logout_redirect_uri: string | null
  /** Issuer and key id of a `jwtAuth` provider, by which a JWT finds it; null for other protocols. */
  issuer: string | null
  kid: string | null
  /** JSON of what the protocol needs, without secrets; null while an OIDC provider awaits its verification. */
  options: string | null
  /** The client secret of `options`, sealed under a key derived from the master key. */
  client_secret_encrypted: string | null
  /** The same for options that are not in use yet. */
  pending_options: string | null
  pending_client_secret_encrypted: string | null
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
}

/** The password of a user of the built-in directory. */
export interface PasswordRow {
  tenant_id: string
  user_id: string
  /** argon2id with its parameters and salt, as a PHC string. It depends on the master key, the tenant and the user too. */
  hash: string
  changed_at: string
}

/** A link with which its holder sets the password of a user, once. */
export interface SignInLinkRow {
  tenant_id: string
  /** Base64url of the SHA-256 of 256 random bits that only the link holds. */
  token_hash: string
  user_id: string
  purpose: 'invitation' | 'password-reset'
  /** Whether it works for a user who administers: whoever made it could do all of that already. */
  for_administrators: Flag
  /** Milliseconds since 1970. */
  expires_at: number
}

/** Attempts to sign in that did not succeed (yet), of one account, one known browser or one network address. */
export interface SignInAttemptsRow {
  tenant_id: string
  /** SHA-256 of what is counted: a name that was typed need not be that of a user, and may be a password. */
  counter_hash: string
  failures: number
  /** Milliseconds since 1970; until then no attempt is let through. */
  blocked_until: number
  /** Milliseconds since 1970; from then on the failures are forgotten. */
  expires_at: number
}

export interface SpaceRow {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  description: string | null
  type: 'shared' | 'managed' | 'data'
  owner_id: string | null
  created_at: string
  created_by: string | null
  updated_at: string
}

/** An origin that the tenant's own pages may use or be framed by (contract 4.10). */
export interface CspOriginRow {
  tenant_id: string
  id: string
  /** An origin, or a host with or without port; lower case. */
  origin: string
  name: string | null
  description: string | null
  /** JSON array of the contract's names of the directives. */
  directives: string
  created_at: string
  updated_at: string
}

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

/** Roles of one assignee in a space; `assignee_id` may name the system group of everyone, which has no row. */
export interface SpaceAssignmentRow {
  tenant_id: string
  id: string
  space_id: string
  assignee_type: 'user' | 'group' | 'bot'
  assignee_id: string
  /** JSON array of strings. */
  roles: string
  /** Whether one of the roles opens the apps of the space. */
  opens_apps: Flag
  created_at: string
  created_by: string | null
  updated_at: string
  updated_by: string | null
}

export interface AppRow {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  description: string | null
  /** Absolute path of the app folder. */
  folder: string
  space_id: string | null
  owner_id: string | null
  has_section_access: Flag
  created_at: string
  updated_at: string
  last_reload_at: string | null
  reload_status: string | null
}

/** One record of a chain; `hash` covers `record` and the previous record's `hash`. */
export interface AuditJournalRow {
  tenant_id: string
  node_id: string
  seq: number
  /** Canonical JSON of the record, exactly the hashed text. */
  record: string
  hash: string
}

/** Where each chain ends, so that cutting off its end is noticed. */
export interface AuditChainRow {
  tenant_id: string
  node_id: string
  seq: number
  hash: string
}

/** Records written in the same transaction as the change that they tell of, on their way into a chain. */
export interface AuditOutboxRow {
  tenant_id: string
  outbox_id: string
  record: string
}
