import type { Kysely } from 'kysely'

/** With which of its secrets or keys a client got a token, so that the token ends with it and with no other. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const table of ['exchange_tokens', 'refresh_tokens']) {
    await db.schema.alterTable(table).addColumn('client_credential', 'text').execute()
  }
}
