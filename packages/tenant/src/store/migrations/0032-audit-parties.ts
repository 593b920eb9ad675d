import type { Kysely } from 'kysely'

/**
 * Finds audit records by who took part: of each record its user and clients, and how far each chain has been entered. Made of
 * the journal, beside it, a moment later: what a token costs does not grow by it.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('audit_parties')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('party', 'text', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('node_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_parties_pk', ['tenant_id', 'party', 'time', 'node_id', 'seq'])
    .execute()
  await db.schema
    .createTable('audit_entered')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('node_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_entered_pk', ['tenant_id', 'node_id'])
    .execute()
}
