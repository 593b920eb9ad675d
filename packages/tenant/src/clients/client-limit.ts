import { UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../store/schema.js'

/** Clients per tenant (contract 1.9). */
const maximumClients = 200

/**
 * Checks that the tenant may have another client; those that wait for approval do not count. Call it with the tenant
 * locked.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-LIMIT
 */
export const assertRoomForClient = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  const { total } = await transaction
    .selectFrom('oauth_clients')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .where('approval_due_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(total) >= maximumClients)
    throw new UnderstudyError('OAUTH-CLIENTS-LIMIT', `A tenant has at most ${maximumClients} OAuth clients.`)
}
