import type { Selectable } from 'kysely'
import type { OAuthClientRow, StoreTransaction } from '../../store/schema.js'
import { assertRoomForClient } from '../client-limit.js'
import { clientNotFound } from '../read-client.js'

/**
 * Makes a registered client usable: an administrator of the tenant decided so (contract 1.11). Nothing happens to a client
 * that waits for no approval.
 *
 * @param client its row, locked
 * @param now milliseconds since 1970
 * @returns whether it waited
 * @throws UnderstudyError `OAUTH-CLIENTS-NOT-FOUND` when its time is over, `OAUTH-CLIENTS-LIMIT`
 */
export const approveRegistration = async (
  transaction: StoreTransaction,
  client: Selectable<OAuthClientRow>,
  now: number,
): Promise<boolean> => {
  if (client.approval_due_at === null) return false
  if (now >= client.approval_due_at) throw clientNotFound(client.id)
  await assertRoomForClient(transaction, client.tenant_id)
  await transaction
    .updateTable('oauth_clients')
    .set({ disable_tag: null, approval_due_at: null })
    .where('tenant_id', '=', client.tenant_id)
    .where('id', '=', client.id)
    .execute()
  return true
}
