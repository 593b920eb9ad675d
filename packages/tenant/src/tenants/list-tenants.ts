import type { Store } from '../store/schema.js'
import type { Tenant } from './tenant.js'

/** A tenant as stored; its origin is null where it follows from the listening address. */
export type StoredTenant = Omit<Tenant, 'origin'> & { readonly origin: string | null }

/** Reads all tenants of the store. */
export const listTenants = async (store: Store): Promise<StoredTenant[]> => {
  const [tenants, hostnames] = await Promise.all([
    store.selectFrom('tenants').selectAll().orderBy('tenant_id').execute(),
    store.selectFrom('tenant_hostnames').selectAll().orderBy('position').orderBy('hostname').execute(),
  ])
  return tenants.map((row) => ({
    id: row.tenant_id,
    name: row.name,
    origin: row.origin,
    hostnames: hostnames.filter((host) => host.tenant_id === row.tenant_id).map((host) => host.hostname),
    kind: row.kind,
    status: row.status,
  }))
}

/**
 * Settles the origins. A tenant that is alone has the configured one; where neither the configuration nor its making
 * named one it follows from the listening address, with the tenant's own host name where there are several tenants.
 *
 * @param publicOrigin as configured
 * @param listening where the server listens
 */
export const withOrigins = (
  tenants: readonly StoredTenant[],
  publicOrigin: string | undefined,
  listening: string,
): Tenant[] => {
  const alone = tenants.filter(({ kind }) => kind === 'customer').length === 1
  return tenants.map((tenant) => {
    const configured = alone && tenant.kind === 'customer' ? publicOrigin : undefined
    return { ...tenant, origin: configured ?? tenant.origin ?? derivedOrigin(tenant, alone, listening) }
  })
}

const derivedOrigin = ({ kind, hostnames }: StoredTenant, alone: boolean, listening: string): string => {
  const [hostname] = hostnames
  return hostname === undefined || (alone && kind === 'customer') ? listening : withHostname(listening, hostname)
}

/** The origin of another host name beside a known one: same scheme, same port. */
export const withHostname = (origin: string, hostname: string): string => {
  const { protocol, port } = new URL(origin)
  return new URL(`${protocol}//${hostname}${port === '' ? '' : `:${port}`}`).origin
}
