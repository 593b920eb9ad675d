import { rest } from '@understudy/contract'
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely'
import type { StoreSchema } from '../../store/schema.js'
import { adminRoleIds, tenantAdminRoleId } from '../roles/default-roles.js'

/** How much a user may administer: nothing, something (any role of level `admin`), or everything (`TenantAdmin`). */
export type Privilege = 'none' | 'some' | 'all'

/**
 * A column that tells the {@link Privilege} of the user of the row, by roles that are assigned, come with a group, or with
 * the group of everyone.
 *
 * @param builder of a query over `users`
 */
export const privilegeColumn = (
  builder: ExpressionBuilder<StoreSchema, 'users'>,
): ExpressionWrapper<StoreSchema, 'users', Privilege> =>
  builder
    .case()
    .when(builder.not(holdsAnyRole(builder, adminRoleIds)))
    .then(sql.lit('none'))
    .when(holdsAnyRole(builder, [tenantAdminRoleId]))
    .then(sql.lit('all'))
    .else(sql.lit('some'))
    .end() as ExpressionWrapper<StoreSchema, 'users', Privilege>

const holdsAnyRole = (
  builder: ExpressionBuilder<StoreSchema, 'users'>,
  roleIds: readonly string[],
): ExpressionWrapper<StoreSchema, 'users', SqlBool> => {
  // Constants of the code, written into the text: binding them took a third of the time of the query.
  const roles = roleIds.map((id) => sql.lit(id))
  const assigned = builder
    .selectFrom('user_roles')
    .select(sql.lit(1).as('one'))
    .whereRef('user_roles.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_roles.user_id', '=', 'users.id')
    .where('user_roles.role_id', 'in', roles)
  const byGroup = builder
    .selectFrom('user_groups')
    .innerJoin('group_roles', (join) =>
      join
        .onRef('group_roles.tenant_id', '=', 'user_groups.tenant_id')
        .onRef('group_roles.group_id', '=', 'user_groups.group_id'),
    )
    .select(sql.lit(1).as('one'))
    .whereRef('user_groups.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_groups.user_id', '=', 'users.id')
    .where('group_roles.role_id', 'in', roles)
  const byEveryone = builder
    .selectFrom('group_roles')
    .select(sql.lit(1).as('one'))
    .whereRef('group_roles.tenant_id', '=', 'users.tenant_id')
    .where('group_roles.group_id', '=', sql.lit(rest.everyoneGroup.id))
    .where('group_roles.role_id', 'in', roles)
  return builder.or([builder.exists(assigned), builder.exists(byGroup), builder.exists(byEveryone)])
}
