import type { Kysely } from 'kysely'

/** How clients that register themselves may authenticate: a JSON array; without a value in every way that there is. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('oauth_settings').addColumn('registration_auth_methods', 'text').execute()
}
