import { rest } from '@understudy/contract'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { StoreSchema } from '../store/schema.js'

/**
 * A condition on `space_assignments`: the assignment concerns the user, directly, by an active group, or as everyone.
 *
 * @param builder of a query over `space_assignments`
 */
export const concernsUser = (
  builder: ExpressionBuilder<StoreSchema, 'space_assignments'>,
  userId: string,
): Expression<SqlBool> =>
  builder.or([
    builder.and([
      builder('space_assignments.assignee_type', 'in', ['user', 'bot']),
      builder('space_assignments.assignee_id', '=', userId),
    ]),
    builder.and([
      builder('space_assignments.assignee_type', '=', 'group'),
      builder.or([
        builder('space_assignments.assignee_id', '=', rest.everyoneGroup.id),
        builder.exists(
          builder
            .selectFrom('user_groups')
            .innerJoin('groups', (join) =>
              join
                .onRef('groups.tenant_id', '=', 'user_groups.tenant_id')
                .onRef('groups.id', '=', 'user_groups.group_id'),
            )
            .select(sql.lit(1).as('one'))
            .whereRef('user_groups.tenant_id', '=', 'space_assignments.tenant_id')
            .whereRef('user_groups.group_id', '=', 'space_assignments.assignee_id')
            .where('user_groups.user_id', '=', userId)
            .where('groups.status', '=', 'active'),
        ),
      ]),
    ]),
  ])
