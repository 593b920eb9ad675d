import type { Kysely } from 'kysely'

/** Files of exported data that wait to be fetched from their one-time addresses; the bytes lie on the node that made them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('exports')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('node_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('file_type', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('access', 'text', (c) => c.notNull())
    .addColumn('reduced_for', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('exports_pk', ['tenant_id', 'secret_hash'])
    .execute()
  await db.schema.createIndex('exports_by_user').on('exports').columns(['tenant_id', 'user_id']).execute()
}
