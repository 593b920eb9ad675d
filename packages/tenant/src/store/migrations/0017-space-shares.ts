import type { Kysely } from 'kysely'

/** Single apps of a space in the hands of users and groups without a role there. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('space_shares')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('space_id', 'text', (c) => c.notNull())
    .addColumn('resource_id', 'text', (c) => c.notNull())
    .addColumn('assignee_type', 'text', (c) => c.notNull())
    .addColumn('assignee_id', 'text', (c) => c.notNull())
    .addColumn('roles', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('updated_by', 'text')
    .addPrimaryKeyConstraint('space_shares_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('space_shares_assignee_unique', ['tenant_id', 'resource_id', 'assignee_id'])
    .addForeignKeyConstraint('space_shares_space', ['tenant_id', 'space_id'], 'spaces', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint('space_shares_app', ['tenant_id', 'resource_id'], 'apps', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('space_shares_by_space').on('space_shares').columns(['tenant_id', 'space_id']).execute()
  await schema
    .createIndex('space_shares_by_assignee')
    .on('space_shares')
    .columns(['tenant_id', 'assignee_id'])
    .execute()
}
