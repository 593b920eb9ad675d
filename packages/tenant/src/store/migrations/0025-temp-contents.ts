import type { Kysely } from 'kysely'

/** Files that are kept for a while for whoever sent them; their bytes lie in the data folder. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('temp_contents')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('ttl', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('temp_contents_pk', ['tenant_id', 'id'])
    .execute()
  await db.schema.createIndex('temp_contents_by_user').on('temp_contents').columns(['tenant_id', 'user_id']).execute()
}
