import type { Kysely } from 'kysely'

/** What was asked of the engine, and by whom, for as long as an operator keeps it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('query_log')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('origin', 'text')
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text')
    .addColumn('method', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('snapshot', 'text', (c) => c.notNull())
    .addColumn('reduction', 'text', (c) => c.notNull())
    .addColumn('row_count', 'bigint')
    .addColumn('ms', 'double precision', (c) => c.notNull())
    .addColumn('share', 'double precision', (c) => c.notNull())
    .addPrimaryKeyConstraint('query_log_pk', ['tenant_id', 'time', 'id'])
    .execute()
  await db.schema.createIndex('query_log_by_time').on('query_log').columns(['time']).execute()
}
