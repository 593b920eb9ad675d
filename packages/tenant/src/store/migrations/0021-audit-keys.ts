import type { Kysely } from 'kysely'

/**
 * Authenticates the journal's chains under a key: where each ends, from which record on its hashes are keyed, and in which
 * order the chains began, with one row that counts them.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema.alterTable('audit_chains').addColumn('position', 'bigint').execute()
  await schema.alterTable('audit_chains').addColumn('keyed_from', 'bigint').execute()
  await schema.alterTable('audit_chains').addColumn('mac', 'text').execute()
  await schema
    .createTable('audit_registers')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('chains', 'bigint', (c) => c.notNull())
    .addColumn('adopted_at', 'text')
    .addColumn('mac', 'text', (c) => c.notNull())
    .execute()
}
