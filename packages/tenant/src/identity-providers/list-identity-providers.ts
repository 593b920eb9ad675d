import { type rest, UnderstudyError } from '@understudy/contract'
import { sql } from 'kysely'
import { fetchPage } from '../listing/page.js'
import type { IdentityProviderRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { providerRecord, providerRow } from './provider-rows.js'

/** A page of identity providers. */
export interface IdentityProviderList {
  readonly providers: readonly rest.IdentityProvider[]
  readonly next?: string
  readonly prev?: string
}

/**
 * Lists the identity providers of a tenant, the oldest first.
 *
 * @throws UnderstudyError REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listIdentityProviders = async (
  { store, tenant, cursorKey }: TenantContext,
  query: rest.IdentityProviderListQuery,
): Promise<IdentityProviderList> => {
  const { active } = query
  const { rows, ...cursors } = await fetchPage(
    {
      query: store
        .selectFrom('identity_providers')
        .selectAll()
        .where('tenant_id', '=', tenant.id)
        .$if(active !== undefined, (rows) => rows.where('active', '=', active ? 1 : 0)),
      sortedBy: sql.ref<string>('identity_providers.created_at'),
      sortValue: (row: IdentityProviderRow) => row.created_at,
      id: sql.ref<string>('identity_providers.id'),
      descending: false,
      binding: { tenantId: tenant.id, list: 'identity-providers', sort: '+created', filter: String(active) },
      cursorKey,
    },
    query,
  )
  return { providers: rows.map(providerRecord), ...cursors }
}

/**
 * Reads one provider.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-NOT-FOUND
 */
export const readIdentityProvider = async (
  { store, tenant }: TenantContext,
  id: string,
): Promise<rest.IdentityProvider> => providerRecord(await providerRow(store, tenant.id, id))

/** Tells which providers there are, without their settings. */
export const identityProviderStatus = async ({
  store,
  tenant,
}: TenantContext): Promise<rest.IdentityProviderStatus> => {
  const rows = await store
    .selectFrom('identity_providers')
    .select(['active', 'interactive', 'provider'])
    .where('tenant_id', '=', tenant.id)
    .orderBy('created_at')
    .execute()
  const providers = rows.map((row) => ({
    active: row.active === 1,
    interactive: row.interactive === 1,
    provider: row.provider,
  }))
  return {
    active_interactive_idps_count: providers.filter(({ active, interactive }) => active && interactive).length,
    idps_metadata: providers,
  }
}

/**
 * Checks that people sign in with the built-in directory, which has no pages of its own to tell of.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-NOT-DEFAULT where there is an interactive provider
 */
export const assertBuiltInDirectory = async (context: TenantContext): Promise<void> => {
  const { active_interactive_idps_count: count } = await identityProviderStatus(context)
  if (count > 0)
    throw new UnderstudyError(
      'IDENTITY-PROVIDERS-NOT-DEFAULT',
      'People sign in with an identity provider of the tenant.',
    )
}
