import { type rest, UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { OAuthClientRow, Store, StoreTransaction } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { clientRecords } from './client-rows.js'
import { isShown, type ShownClients } from './shown-clients.js'

/**
 * The client with that id.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND when the tenant has no such client
 */
export const readClient = async (
  store: Store | StoreTransaction,
  tenantId: string,
  clientId: string,
): Promise<rest.OAuthClient> => {
  const row = await store
    .selectFrom('oauth_clients')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', clientId)
    .executeTakeFirst()
  const [client] = row === undefined ? [] : await clientRecords(store, tenantId, [row])
  if (client === undefined) throw clientNotFound(clientId)
  return client
}

/**
 * The client with that id, if it is shown to the caller.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND
 */
export const readShownClient = async (
  { store, tenant, clock }: TenantContext,
  clientId: string,
  shown: ShownClients,
): Promise<rest.OAuthClient> => {
  const row = await store
    .selectFrom('oauth_clients')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', clientId)
    .where((eb) => isShown(eb, shown, clock()))
    .executeTakeFirst()
  if (row === undefined) throw clientNotFound(clientId)
  return readClient(store, tenant.id, clientId)
}

/**
 * Marks the client as changed and returns its row. Updating first takes the row's lock on both databases: two changes of
 * one client follow each other, and what is counted after this stays true until the end of the transaction.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND
 */
export const lockClient = async (
  transaction: StoreTransaction,
  tenantId: string,
  clientId: string,
  now: string,
): Promise<Selectable<OAuthClientRow>> => {
  const row = await transaction
    .updateTable('oauth_clients')
    .set({ updated_at: now })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', clientId)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw clientNotFound(clientId)
  return row
}

/** The refusal for an id that no client of the tenant has. */
export const clientNotFound = (clientId: string): UnderstudyError =>
  new UnderstudyError('OAUTH-CLIENTS-NOT-FOUND', `The tenant has no client with the id ${JSON.stringify(clientId)}.`)
