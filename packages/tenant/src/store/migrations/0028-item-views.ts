import type { Kysely } from 'kysely'

/** How often apps are opened, by day and user, and whether a tenant counts that. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('item_settings')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('usage_metrics_enabled', 'integer', (c) => c.notNull())
    .execute()
  await schema
    .createTable('item_views')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('item_id', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('viewer', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text')
    .addColumn('views', 'integer', (c) => c.notNull())
    .addColumn('last_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('item_views_pk', ['tenant_id', 'item_id', 'day', 'viewer'])
    .addForeignKeyConstraint('item_views_item', ['tenant_id', 'item_id'], 'apps', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint('item_views_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('item_views_by_user').on('item_views').columns(['tenant_id', 'user_id', 'item_id']).execute()
  await schema.createIndex('item_views_by_day').on('item_views').column('day').execute()
}
