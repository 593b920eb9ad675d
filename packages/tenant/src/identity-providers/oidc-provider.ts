import type { Selectable } from 'kysely'
import type { IdentityProviderRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { OidcOptions } from './oidc-options.js'
import { secretPlace } from './provider-rows.js'

/** An OIDC provider that people sign in with, ready to be used. */
export interface OidcProvider {
  readonly id: string
  readonly provider: string
  readonly description: string | null
  /** Seconds by which its clock may differ. */
  readonly clockToleranceSec: number
  /** Whether a first sign-in makes the user. */
  readonly createNewUsers: boolean
  readonly postLogoutRedirectUri: string | null
  readonly options: OidcOptions
  readonly clientSecret: string
}

/** The active OIDC providers of a tenant, the oldest first. */
const activeOidcProviders = async (context: TenantContext): Promise<OidcProvider[]> => {
  const rows = await context.store
    .selectFrom('identity_providers')
    .selectAll()
    .where('tenant_id', '=', context.tenant.id)
    .where('protocol', '=', 'OIDC')
    .where('active', '=', 1)
    .where('options', 'is not', null)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => oidcProvider(context, row))
}

/** One active OIDC provider; undefined when there is none with the id. */
export const findOidcProvider = async (context: TenantContext, id: string): Promise<OidcProvider | undefined> =>
  (await activeOidcProviders(context)).find((provider) => provider.id === id)

const oidcProvider = ({ tenant, sealing }: TenantContext, row: Selectable<IdentityProviderRow>): OidcProvider => ({
  id: row.id,
  provider: row.provider,
  description: row.description,
  clockToleranceSec: row.clock_tolerance_sec,
  createNewUsers: row.create_new_users === 1,
  postLogoutRedirectUri: row.post_logout_redirect_uri,
  options: JSON.parse(row.options ?? '{}'),
  clientSecret: sealing.open(secretPlace(tenant.id, row.id), row.client_secret_encrypted ?? ''),
})
