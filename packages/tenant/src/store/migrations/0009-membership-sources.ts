import { type Kysely, sql } from 'kysely'

/**
 * A membership may be held by several sources at once, so the source is part of its key. SQLite cannot change a primary
 * key: the table is made anew.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('user_groups_by_source')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('group_id', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull().defaultTo('manual'))
    .addPrimaryKeyConstraint('memberships_pk', ['tenant_id', 'user_id', 'group_id', 'source'])
    .addForeignKeyConstraint('memberships_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint('memberships_group', ['tenant_id', 'group_id'], 'groups', ['tenant_id', 'id'])
    .execute()
  // Until now the API refused memberships of groups of an identity provider: what is there of them came from a login.
  await sql`
    insert into user_groups_by_source (tenant_id, user_id, group_id, source)
    select user_groups.tenant_id, user_groups.user_id, user_groups.group_id,
      case groups.provider_type when 'idp' then 'idp' else 'manual' end
    from user_groups
    inner join groups on groups.tenant_id = user_groups.tenant_id and groups.id = user_groups.group_id`.execute(db)
  await schema.dropTable('user_groups').execute()
  await schema.alterTable('user_groups_by_source').renameTo('user_groups').execute()
  await schema.createIndex('user_groups_by_group').on('user_groups').columns(['tenant_id', 'group_id']).execute()
}
