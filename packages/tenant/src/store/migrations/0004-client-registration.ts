import type { Kysely } from 'kysely'

/** Dynamic client registration (RFC 7591): whether a tenant allows it, and which clients wait for an administrator. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('oauth_settings')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('dynamic_client_registration', 'integer', (c) => c.notNull())
    .execute()
  await db.schema.alterTable('oauth_clients').addColumn('approval_due_at', 'bigint').execute()
}
