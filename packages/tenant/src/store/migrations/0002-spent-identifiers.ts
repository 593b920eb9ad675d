import type { Kysely } from 'kysely'

/** Identifiers that were presented and must not be presented again (RFC 7523 section 3, RFC 9449 section 11.1). */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('spent_identifiers')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id_hash', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('spent_identifiers_pk', ['tenant_id', 'id_hash'])
    .execute()
  await db.schema
    .createIndex('spent_identifiers_end')
    .on('spent_identifiers')
    .columns(['tenant_id', 'expires_at'])
    .execute()
}
