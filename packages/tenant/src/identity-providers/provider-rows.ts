import { type rest, UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { IdentityProviderRow, Store, StoreTransaction } from '../store/schema.js'

/** A provider as REST shows it: everything but its client secret. */
export const providerRecord = (row: Selectable<IdentityProviderRow>): rest.IdentityProvider => ({
  id: row.id,
  tenantIds: [row.tenant_id],
  protocol: row.protocol,
  provider: row.provider,
  ...(row.description !== null && { description: row.description }),
  active: row.active === 1,
  interactive: row.interactive === 1,
  clockToleranceSec: row.clock_tolerance_sec,
  createNewUsersOnLogin: row.create_new_users === 1,
  ...(row.post_logout_redirect_uri !== null && { postLogoutRedirectUri: row.post_logout_redirect_uri }),
  ...(row.options !== null && { options: JSON.parse(row.options) }),
  ...(row.pending_options !== null && { pendingOptions: JSON.parse(row.pending_options), pendingState: 'pending' }),
  created: row.created_at,
  lastUpdated: row.updated_at,
})

/** Reads the row of a provider of the tenant. */
export const providerRow = async (
  store: Store | StoreTransaction,
  tenantId: string,
  id: string,
): Promise<Selectable<IdentityProviderRow>> => {
  const row = await store
    .selectFrom('identity_providers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw providerNotFound(id)
  return row
}

/** The provider does not exist in this tenant. */
export const providerNotFound = (id: string): UnderstudyError =>
  new UnderstudyError('IDENTITY-PROVIDERS-NOT-FOUND', `There is no identity provider ${id} in this tenant.`)

/** Where the client secret of a provider is sealed for: a row or a column that it is copied to does not open it. */
export const secretPlace = (tenantId: string, id: string): readonly string[] => [tenantId, 'identity-provider', id]
