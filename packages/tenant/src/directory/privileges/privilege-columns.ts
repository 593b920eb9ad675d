import { isAdminScope, rest, scopesCover } from '@understudy/contract'
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StoreSchema } from '../../store/schema.js'
import { defaultRoleById } from '../roles/find-role.js'
import { isRoleOfLevelAdmin } from '../roles/role-conditions.js'

/** How much a user may administer. */
export interface Privilege {
  /** Whether the user has any role of level `admin`. */
  readonly administers: boolean
  /** The scopes of the user's roles beside those of every user. */
  readonly adminScopes: readonly string[]
}

/** Whether the user may administer everything, as TenantAdmin does. */
export const administersAll = ({ adminScopes }: Privilege): boolean => scopesCover(adminScopes, 'admin_classic')

const none: Privilege = { administers: false, adminScopes: [] }

/** Reads a {@link privilegeColumn}. */
export const readPrivilege = (column: string | null): Privilege => {
  if (column === null) return none
  const scopes = column.split(' ').flatMap((word): readonly string[] => defaultRoleById(word)?.assignedScopes ?? [word])
  return { administers: true, adminScopes: [...new Set(scopes.filter(isAdminScope))] }
}

/**
 * A column for {@link readPrivilege}: the user's roles that are assigned, come with a group, or with the group of everyone,
 * separated by spaces: ids of default ones, scopes of custom ones. Null for a user without a role of level `admin`, so that
 * the query of an ordinary user does no more than find that out.
 *
 * @param builder of a query over `users`
 */
export const privilegeColumn = (builder: ExpressionBuilder<StoreSchema, 'users'>): RawBuilder<string | null> => {
  const { assigned, byGroup, byEveryone } = heldRoles(builder)
  const held = assigned.unionAll(byGroup).unionAll(byEveryone)
  return sql<string | null>`case when not ${holdsAdminRole(builder)} then null else (
    select string_agg(coalesce(custom_roles.assigned_scopes, held.role_id), ' ')
    from (${held}) as held
    left join custom_roles on custom_roles.tenant_id = users.tenant_id and custom_roles.id = held.role_id
  ) end`
}

const holdsAdminRole = (builder: ExpressionBuilder<StoreSchema, 'users'>): Expression<SqlBool> => {
  const { assigned, byGroup, byEveryone } = heldRoles(builder)
  return builder.or([
    builder.exists(assigned.where(isRoleOfLevelAdmin('user_roles'))),
    builder.exists(byGroup.where(isRoleOfLevelAdmin('group_roles'))),
    builder.exists(byEveryone.where(isRoleOfLevelAdmin('group_roles'))),
  ])
}

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
  return { assigned, byGroup, byEveryone }
}
