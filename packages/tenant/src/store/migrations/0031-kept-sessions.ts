import { type Kysely, sql } from 'kysely'

/** What engine sessions are, for as long after their last use as a client may come back: sealed, and bound to whose they are. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('kept_sessions')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('key_hash', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('writer', 'text', (c) => c.notNull())
    .addColumn('state', sql`bytea`, (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('kept_sessions_pk', ['tenant_id', 'key_hash'])
    .execute()
  await db.schema.createIndex('kept_sessions_by_user').on('kept_sessions').columns(['tenant_id', 'user_id']).execute()
  await db.schema.createIndex('kept_sessions_by_end').on('kept_sessions').columns(['expires_at']).execute()
}
