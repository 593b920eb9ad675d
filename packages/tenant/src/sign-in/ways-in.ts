import type { TenantContext } from '../tenants/tenant-context.js'

/** How people can sign in at a tenant. */
export interface WaysIn {
  /** Interactive OIDC identity providers that are in use. */
  readonly providers: readonly { readonly id: string; readonly label: string }[]
  /** Whether anybody has a password, or an invitation to choose one. */
  readonly directory: boolean
}

/** The ways in of the tenant. What nobody could use is not offered. */
export const waysIn = async (context: TenantContext): Promise<WaysIn> => {
  const rows = await context.store
    .selectFrom('identity_providers')
    .select(['id', 'provider', 'description'])
    .where('tenant_id', '=', context.tenant.id)
    .where('protocol', '=', 'OIDC')
    .where('active', '=', 1)
    .where('interactive', '=', 1)
    .where('options', 'is not', null)
    .orderBy('created_at')
    .execute()
  return {
    providers: rows.map(({ id, provider, description }) => ({ id, label: description || providerName(provider) })),
    directory: await hasDirectory(context),
  }
}

const hasDirectory = async ({ store, tenant, config }: TenantContext): Promise<boolean> => {
  if (!config.builtInDirectory) return false
  const inUse = await store
    .selectFrom('passwords')
    .select('user_id')
    .where('tenant_id', '=', tenant.id)
    .union(store.selectFrom('sign_in_links').select('user_id').where('tenant_id', '=', tenant.id))
    .limit(1)
    .executeTakeFirst()
  return inUse !== undefined
}

/** What people call the products that the contract names (contract 4.5). */
const providerNames: Readonly<Record<string, string>> = {
  auth0: 'Auth0',
  okta: 'Okta',
  salesforce: 'Salesforce',
  keycloak: 'Keycloak',
  adfs: 'Active Directory',
  azureAD: 'Microsoft',
}

const providerName = (provider: string): string => providerNames[provider] ?? 'your organisation'
