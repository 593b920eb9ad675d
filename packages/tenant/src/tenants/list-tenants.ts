import type { Store } from '../store/schema.js'
import type { Tenant } from './tenant.js'

/**
 * Reads all tenants of the store.
 *
 * @param origins `publicOrigin` as configured for a store with a single tenant, and `listening`, the fallback where
 *   neither the configuration nor `init` named an origin
 */
export const listTenants = async (
  store: Store,
  origins: { readonly publicOrigin: string | undefined; readonly listening: string },
): Promise<Tenant[]> => {
  const [tenants, hostnames] = await Promise.all([
    store.selectFrom('tenants').selectAll().orderBy('tenant_id').execute(),
    store.selectFrom('tenant_hostnames').selectAll().orderBy('hostname').execute(),
  ])
  const configured = tenants.length === 1 ? origins.publicOrigin : undefined
  return tenants.map((row) => ({
    id: row.tenant_id,
    name: row.name,
    origin: configured ?? row.origin ?? origins.listening,
    hostnames: hostnames.filter((host) => host.tenant_id === row.tenant_id).map((host) => host.hostname),
  }))
}
