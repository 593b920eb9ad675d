import type { rest } from '@understudy/contract'
import type { Store } from '../../store/schema.js'
import { readClient } from '../read-client.js'
import { accessCodeRecord } from './access-code-rows.js'

/**
 * The access codes of a client, the newest first.
 *
 * @param now milliseconds since 1970
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND
 */
export const listAccessCodes = async (
  store: Store,
  tenantId: string,
  clientId: string,
  now: number,
): Promise<rest.AccessCode[]> => {
  await readClient(store, tenantId, clientId)
  const rows = await store
    .selectFrom('access_codes')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('client_id', '=', clientId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => accessCodeRecord(row, now))
}
