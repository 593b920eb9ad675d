import type { Kysely } from 'kysely'

/** Where an app comes from and whether it is published, and what became of each of its reloads. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  for (const column of ['origin_app_id', 'published_at']) {
    await schema.alterTable('apps').addColumn(column, 'text').execute()
  }
  await schema
    .createTable('reloads')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('node_id', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('partial', 'integer', (c) => c.notNull())
    .addColumn('weight', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('log', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addPrimaryKeyConstraint('reloads_pk', ['tenant_id', 'id'])
    .addForeignKeyConstraint('reloads_app', ['tenant_id', 'app_id'], 'apps', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('reloads_by_app').on('reloads').columns(['tenant_id', 'app_id', 'created_at']).execute()
  await schema.createIndex('reloads_by_node').on('reloads').columns(['node_id', 'status']).execute()
}
