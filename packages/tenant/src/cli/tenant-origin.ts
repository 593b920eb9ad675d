import type { Store } from '../store/schema.js'
import { listTenants, withOrigins } from '../tenants/list-tenants.js'
import type { Invocation } from './command.js'

/** The origin under which people reach a tenant, as its server would settle it from the same options. */
export const tenantOrigin = async (store: Store, tenantId: string, { config }: Invocation): Promise<string> => {
  const tenants = withOrigins(await listTenants(store), config.publicOrigin, `http://${config.host}:${config.port}`)
  const tenant = tenants.find(({ id }) => id === tenantId)
  if (tenant === undefined) throw new Error(`The store has no tenant ${tenantId}.`)
  return tenant.origin
}
