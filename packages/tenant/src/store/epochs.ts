import { sql } from 'kysely'
import type { Store, StoreTransaction } from './schema.js'

/**
 * Makes every token of a user worthless, on every node, from the next request on. Call it in the transaction that
 * disables the user or changes roles or groups.
 */
export const advanceUserEpoch = async (
  store: Store | StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<void> => {
  await store
    .updateTable('users')
    .set({ epoch: sql<number>`epoch + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .execute()
}

/**
 * Makes every token issued to a client worthless. Call it in the transaction that disables the client, narrows what it
 * may do, or deletes one of its secrets: a secret is deleted when it may have leaked, and whoever held it may have
 * minted tokens for any user.
 */
export const advanceClientEpoch = async (
  store: Store | StoreTransaction,
  tenantId: string,
  clientId: string,
): Promise<void> => {
  await store
    .updateTable('oauth_clients')
    .set({ epoch: sql<number>`epoch + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', clientId)
    .execute()
}
