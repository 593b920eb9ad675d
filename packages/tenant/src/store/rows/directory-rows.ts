import type { Generated } from 'kysely'
import type { Flag } from './flag.js'

export type UserStatus = 'active' | 'invited' | 'disabled' | 'deleted' | 'provisioned'

/** Somebody in whose name tokens are issued: a person, or the bot user of a client. */
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

/** A role that the tenant made for itself. */
export interface CustomRoleRow {
  tenant_id: string
  id: string
  name: string
  /** Unique in the tenant: roles are referred to by name, and no two should be mistaken for each other. */
  name_folded: string
  description: string
  /** `admin` if one of the scopes administers the tenant. */
  level: 'admin' | 'user'
  /** Separated by spaces, so that a query can join those of several roles. */
  assigned_scopes: string
  created_at: string
  created_by: string
  updated_at: string
  updated_by: string | null
}

/** `role_id` is that of a default role, which has no row, or of a custom one. */
export interface UserRoleRow {
  tenant_id: string
  user_id: string
  role_id: string
}

/** A group, which an identity provider names or the tenant made itself. */
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

/** What the tenant does with groups of identity providers. */
export interface GroupSettingsRow {
  tenant_id: string
  auto_create_groups: Flag
  sync_idp_groups: Flag
}
