import { rest } from '@understudy/contract'
import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { StoreSchema } from '../store/schema.js'

/** The tables whose rows give something to an assignee. */
type AssigningTable = 'space_assignments' | 'space_shares'

/**
 * A condition on a row that gives something to an assignee: it concerns the user, directly, by an active group, or as
 * everyone.
 */
export const concernsUser = (table: AssigningTable, userId: string): Expression<SqlBool> => {
  const builder = expressionBuilder<StoreSchema, AssigningTable>()
  return builder.or([
    builder.and([
      builder(`${table}.assignee_type`, 'in', ['user', 'bot']),
      builder(`${table}.assignee_id`, '=', userId),
    ]),
    builder.and([
      builder(`${table}.assignee_type`, '=', 'group'),
      builder.or([
        builder(`${table}.assignee_id`, '=', rest.everyoneGroup.id),
        builder.exists(
          builder
            .selectFrom('user_groups')
            .innerJoin('groups', (join) =>
              join
                .onRef('groups.tenant_id', '=', 'user_groups.tenant_id')
                .onRef('groups.id', '=', 'user_groups.group_id'),
            )
            .select(sql.lit(1).as('one'))
            .whereRef('user_groups.tenant_id', '=', `${table}.tenant_id`)
            .whereRef('user_groups.group_id', '=', `${table}.assignee_id`)
            .where('user_groups.user_id', '=', userId)
            .where('groups.status', '=', 'active'),
        ),
      ]),
    ]),
  ])
}
