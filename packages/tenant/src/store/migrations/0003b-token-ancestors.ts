import type { Kysely } from 'kysely'

/** Single-use tokens remember which access tokens the presented one was exchanged from (RFC 8693). */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('exchange_tokens')
    .addColumn('ancestors', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
}
