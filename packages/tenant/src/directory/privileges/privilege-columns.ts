import { rest } from '@understudy/contract'
import { type ExpressionBuilder, type ExpressionWrapper, sql } from 'kysely'
import type { StoreSchema } from '../../store/schema.js'

/**
 * A column that is 1 when the user of the row holds one of the roles: assigned, by a group, or by the group of everyone.
 *
 * @param builder of a query over `users`
 */
export const holdsAnyRole = (
  builder: ExpressionBuilder<StoreSchema, 'users'>,
  roleIds: readonly string[],
): ExpressionWrapper<StoreSchema, 'users', 0 | 1> => {
  const assigned = builder
    .selectFrom('user_roles')
    .select(sql.lit(1).as('one'))
    .whereRef('user_roles.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_roles.user_id', '=', 'users.id')
    .where('user_roles.role_id', 'in', roleIds)
  const byGroup = builder
    .selectFrom('group_roles')
    .innerJoin('user_groups', (join) =>
      join
        .onRef('user_groups.tenant_id', '=', 'group_roles.tenant_id')
        .onRef('user_groups.group_id', '=', 'group_roles.group_id'),
    )
    .select(sql.lit(1).as('one'))
    .whereRef('group_roles.tenant_id', '=', 'users.tenant_id')
    .whereRef('user_groups.user_id', '=', 'users.id')
    .where('group_roles.role_id', 'in', roleIds)
  const byEveryone = builder
    .selectFrom('group_roles')
    .select(sql.lit(1).as('one'))
    .whereRef('group_roles.tenant_id', '=', 'users.tenant_id')
    .where('group_roles.group_id', '=', rest.everyoneGroup.id)
    .where('group_roles.role_id', 'in', roleIds)
  return builder
    .case()
    .when(builder.or([builder.exists(assigned), builder.exists(byGroup), builder.exists(byEveryone)]))
    .then(sql.lit(1))
    .else(sql.lit(0))
    .end() as ExpressionWrapper<StoreSchema, 'users', 0 | 1>
}
