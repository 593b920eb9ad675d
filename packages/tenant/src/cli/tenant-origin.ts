import { dataPaths } from '../config/data-paths.js'
import { type Config, defaultConfig } from '../config/options.js'
import { servedAddress } from '../config/served-address.js'
import { listeningUrl } from '../network/listening-url.js'
import type { Store } from '../store/schema.js'
import { listTenants, withOrigins } from '../tenants/list-tenants.js'
import type { Invocation } from './command.js'

/**
 * The origin under which people reach a tenant: as its server would settle it from the options of this command, and where
 * they leave it open, as it was served last.
 */
export const tenantOrigin = async (store: Store, tenantId: string, { config }: Invocation): Promise<string> => {
  const last = servedAddress(dataPaths(config).servedAddressFile)
  const listening = listensElsewhere(config) ? undefined : last?.url
  const tenants = withOrigins(
    await listTenants(store),
    config.publicOrigin ?? last?.publicOrigin,
    listening ?? listeningUrl(config.host, config.port),
  )
  const tenant = tenants.find(({ id }) => id === tenantId)
  if (tenant === undefined) throw new Error(`The store has no tenant ${tenantId}.`)
  return tenant.origin
}

/** Whether the command itself was told an address; port 0 tells none. */
const listensElsewhere = ({ host, port }: Config): boolean =>
  port !== 0 && (host !== defaultConfig.host || port !== defaultConfig.port)
