import { prepareQuery } from '../store/prepared-query.js'
import type { TenantContext } from '../tenants/tenant-context.js'

const originsQuery = prepareQuery(['tenantId'], (store, { tenantId }) =>
  store
    .selectFrom('oauth_clients')
    .select('allowed_origins')
    .where('tenant_id', '=', tenantId)
    .where('disable_tag', 'is', null)
    .where('allowed_origins', '!=', '[]'),
)

/** Every origin that an enabled client of the tenant lists. */
const listAllowedOrigins = async ({ store, tenant }: TenantContext): Promise<ReadonlySet<string>> => {
  const rows = await originsQuery(store, { tenantId: tenant.id })
  return new Set(rows.flatMap((row): string[] => JSON.parse(row.allowed_origins)))
}

/** Whether an enabled client of the tenant lists exactly this origin. */
export const isAllowedOrigin = async (context: TenantContext, origin: string): Promise<boolean> =>
  (await listAllowedOrigins(context)).has(origin)

/** The origins that one enabled client lists; none for a client that does not exist or is disabled. */
export const clientOrigins = async ({ store, tenant }: TenantContext, clientId: string): Promise<readonly string[]> => {
  const row = await store
    .selectFrom('oauth_clients')
    .select('allowed_origins')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', clientId)
    .where('disable_tag', 'is', null)
    .executeTakeFirst()
  return row === undefined ? [] : JSON.parse(row.allowed_origins)
}
