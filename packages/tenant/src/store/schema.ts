import type { Kysely, Transaction } from 'kysely'
import type { ApiKeyRow, ApiKeySettingsRow } from './rows/api-key-rows.js'
import type {
  AppContentPartRow,
  AppContentRow,
  AppRow,
  SpaceAssignmentRow,
  SpaceRow,
  SpaceShareRow,
} from './rows/app-rows.js'
import type {
  AuditChainRow,
  AuditEnteredRow,
  AuditJournalRow,
  AuditOutboxRow,
  AuditPartyRow,
  AuditRegisterRow,
} from './rows/audit-rows.js'
import type { AuthorizationCodeRow, AuthorizationRequestRow, OAuthConsentRow } from './rows/authorization-rows.js'
import type { AccessCodeRow, ClientSecretRow, OAuthClientRow, OAuthSettingsRow } from './rows/client-rows.js'
import type { CollectionItemRow, CollectionRow } from './rows/collection-rows.js'
import type { DataFileRow, ReloadRow, TempContentRow } from './rows/content-rows.js'
import type { CspOriginRow } from './rows/csp-origin-rows.js'
import type {
  CustomRoleRow,
  GroupRoleRow,
  GroupRow,
  GroupSettingsRow,
  UserGroupRow,
  UserRoleRow,
  UserRow,
} from './rows/directory-rows.js'
import type { ExportRow } from './rows/export-rows.js'
import type { ItemSettingsRow, ItemViewRow } from './rows/item-rows.js'
import type { KeptSessionRow } from './rows/kept-session-rows.js'
import type { QueryLogRow } from './rows/query-log-rows.js'
import type { AuthSettingsRow, BrowserSessionRow, WebIntegrationRow } from './rows/session-rows.js'
import type { IdentityProviderRow, PasswordRow, SignInAttemptsRow, SignInLinkRow } from './rows/sign-in-rows.js'
import type { SigningKeyRow, TenantHostnameRow, TenantRow } from './rows/tenant-rows.js'
import type {
  ExchangeTokenRow,
  OAuthGrantRow,
  RefreshTokenRow,
  RevokedTokenRow,
  SpentIdentifierRow,
} from './rows/token-rows.js'

export type * from './rows/api-key-rows.js'
export type * from './rows/app-rows.js'
export type * from './rows/audit-rows.js'
export type * from './rows/authorization-rows.js'
export type * from './rows/client-rows.js'
export type * from './rows/collection-rows.js'
export type * from './rows/content-rows.js'
export type * from './rows/csp-origin-rows.js'
export type * from './rows/directory-rows.js'
export type * from './rows/export-rows.js'
export type * from './rows/flag.js'
export type * from './rows/item-rows.js'
export type * from './rows/kept-session-rows.js'
export type * from './rows/query-log-rows.js'
export type * from './rows/session-rows.js'
export type * from './rows/sign-in-rows.js'
export type * from './rows/tenant-rows.js'
export type * from './rows/token-rows.js'

/**
 * The tables, with the same column types on both stores: identifiers, JSON and ISO-8601 times as text, switches as 0/1,
 * instants that are compared as milliseconds since 1970. Every table holds the tenant's id, first in its primary key.
 */
export interface StoreSchema {
  tenants: TenantRow
  tenant_hostnames: TenantHostnameRow
  signing_keys: SigningKeyRow
  users: UserRow
  custom_roles: CustomRoleRow
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
  space_shares: SpaceShareRow
  csp_origins: CspOriginRow
  api_keys: ApiKeyRow
  api_key_settings: ApiKeySettingsRow
  apps: AppRow
  app_contents: AppContentRow
  app_content_parts: AppContentPartRow
  collections: CollectionRow
  collection_items: CollectionItemRow
  item_settings: ItemSettingsRow
  item_views: ItemViewRow
  reloads: ReloadRow
  temp_contents: TempContentRow
  exports: ExportRow
  kept_sessions: KeptSessionRow
  data_files: DataFileRow
  audit_journal: AuditJournalRow
  audit_chains: AuditChainRow
  audit_registers: AuditRegisterRow
  audit_outbox: AuditOutboxRow
  audit_parties: AuditPartyRow
  audit_entered: AuditEnteredRow
  query_log: QueryLogRow
}

/** The store, on either database. */
export type Store = Kysely<StoreSchema>

/** An open transaction of the store. */
export type StoreTransaction = Transaction<StoreSchema>
