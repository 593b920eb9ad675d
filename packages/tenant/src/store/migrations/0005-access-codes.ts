import type { Kysely } from 'kysely'

/** Codes with which visitors without an account open one app (contract 1.1). */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('access_codes')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('hint', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addPrimaryKeyConstraint('access_codes_pk', ['tenant_id', 'id'])
    .addForeignKeyConstraint(
      'access_codes_client',
      ['tenant_id', 'client_id'],
      'oauth_clients',
      ['tenant_id', 'id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('access_codes_hash')
    .unique()
    .on('access_codes')
    .columns(['tenant_id', 'code_hash'])
    .execute()
  await db.schema.createIndex('access_codes_of_client').on('access_codes').columns(['tenant_id', 'client_id']).execute()
}
