import { isAdminScope, rest, scopesCover } from '@understudy/contract'
import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import type { StoreSchema } from '../../store/schema.js'
import { defaultRoleById } from '../roles/find-role.js'

/** How much a user may administer. */
export interface Privilege {
  /** Whether the user has any role of level `admin`. */
  readonly administers: boolean
  /** The admin scopes of the user's roles. */
  readonly adminScopes: readonly string[]
}

/** Whether the user may administer everything, as TenantAdmin does. */
export const administersAll = ({ adminScopes }: Privilege): boolean => scopesCover(adminScopes, 'admin_classic')

const none: Privilege = { administers: false, adminScopes: [] }

/** Reads a {@link privilegeColumn}. */
export const readPrivilege = (column: string | null): Privilege => {
  if (column === null) return none
  const words = column.split(' ')
  const adminScopes = [...new Set(scopesOf(words).filter(isAdminScope))]
  // Default roles may administer what no scope stands for.
  const administers = adminScopes.length > 0 || words.some((word) => defaultRoleById(word)?.level === 'admin')
  return { administers, adminScopes }
}

/** Reads the scopes of the roles from a {@link privilegeColumn}, those of users among them. */
export const readRoleScopes = (column: string | null): readonly string[] =>
  column === null ? [] : scopesOf(column.split(' '))

const scopesOf = (words: readonly string[]): string[] =>
  words.flatMap((word): readonly string[] => defaultRoleById(word)?.assignedScopes ?? [word])

/**
 * A column for {@link readPrivilege} and {@link readRoleScopes}: the user's roles that are assigned, come with a group, or
 * with the group of everyone, separated by spaces: ids of default ones, scopes of custom ones. Null for a user without
 * roles, whom it costs three look-ups in indexes.
 *
 * @param builder of a query over `users`
 */
export const privilegeColumn = (builder: ExpressionBuilder<StoreSchema, 'users'>): RawBuilder<string | null> =>
  sql<string | null>`(
    select string_agg(coalesce(custom_roles.assigned_scopes, held.role_id), ' ')
    from (${heldRoles(builder)}) as held
    left join custom_roles on custom_roles.tenant_id = users.tenant_id and custom_roles.id = held.role_id
  )`

const heldRoles = (builder: ExpressionBuilder<StoreSchema, 'users'>) => {
  const assigned = builder
    .selectFrom('user_roles')
    .select('user_roles.role_id')
    .whereRef('user_roles.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_roles.user_id', '=', 'users.id')
  const byGroup = builder
    .selectFrom('user_groups')
    .innerJoin('group_roles', (join) =>
      join
        .onRef('group_roles.tenant_id', '=', 'user_groups.tenant_id')
        .onRef('group_roles.group_id', '=', 'user_groups.group_id'),
    )
    .select('group_roles.role_id')
    .whereRef('user_groups.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_groups.user_id', '=', 'users.id')
  const byEveryone = builder
    .selectFrom('group_roles')
    .select('group_roles.role_id')
    .whereRef('group_roles.tenant_id', '=', 'users.tenant_id')
    .where('group_roles.group_id', '=', sql.lit(rest.everyoneGroup.id))
  return assigned.unionAll(byGroup).unionAll(byEveryone)
}
