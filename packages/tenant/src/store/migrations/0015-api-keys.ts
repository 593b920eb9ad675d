import type { Kysely } from 'kysely'

/** Keys that users make for their own programs, and what a tenant allows of them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('api_keys')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('key_hash', 'text', (c) => c.notNull())
    .addColumn('client_epoch', 'bigint')
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('revoked_at', 'text')
    .addPrimaryKeyConstraint('api_keys_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('api_keys_hash_unique', ['tenant_id', 'key_hash'])
    .addForeignKeyConstraint('api_keys_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('api_keys_by_user').on('api_keys').columns(['tenant_id', 'user_id']).execute()
  await db.schema
    .createTable('api_key_settings')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('longest_expiry', 'text', (c) => c.notNull())
    .addColumn('keys_per_user', 'integer', (c) => c.notNull())
    .addColumn('scim_expiry', 'text', (c) => c.notNull())
    .execute()
}
