import type { Store } from '../store/schema.js'
import type { Tenant } from './tenant.js'

/** A tenant as stored; its origin is null where it follows from the listening address. */
export type StoredTenant = Omit<Tenant, 'origin'> & { readonly origin: string | null }

/** Reads all tenants of the store. */
export const listTenants = async (store: Store): Promise<StoredTenant[]> => {
  const [tenants, hostnames] = await Promise.all([
    store.selectFrom('tenants').selectAll().orderBy('tenant_id').execute(),
    store.selectFrom('tenant_hostnames').selectAll().orderBy('hostname').execute(),
  ])
  return tenants.map((row) => ({
    id: row.tenant_id,
    name: row.name,
    origin: row.origin,
    hostnames: hostnames.filter((host) => host.tenant_id === row.tenant_id).map((host) => host.hostname),
  }))
}

/**
 * Settles the origins.
 *
 * @param publicOrigin as configured, for a tenant that is alone
 * @param listening where the server listens; the origin where neither the configuration nor `init` named one
 */
export const withOrigins = (
  tenants: readonly StoredTenant[],
  publicOrigin: string | undefined,
  listening: string,
): Tenant[] => {
  const configured = tenants.length === 1 ? publicOrigin : undefined
  return tenants.map((tenant) => ({ ...tenant, origin: configured ?? tenant.origin ?? listening }))
}
