import type { Kysely } from 'kysely'

/** What a host says of its users in a token call, and which clients may say it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('users').addColumn('attributes', 'text').execute()
  await db.schema
    .alterTable('oauth_clients')
    .addColumn('may_provision_users', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}
