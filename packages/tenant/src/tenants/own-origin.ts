import type { Tenant } from './tenant.js'

/**
 * Whether an origin is the tenant's: its public one, or that of another of its host names with the same scheme and port.
 * Pages under an alias are the tenant's own pages.
 *
 * @param origin an `Origin` header
 */
export const isOwnOrigin = ({ origin: own, hostnames }: Tenant, origin: string): boolean =>
  origin === own || hostnames.some((hostname) => origin === besides(own, hostname))

/**
 * Whether a request came to another name of the tenant than that of its public origin. Both have to be names of its own:
 * the one of a proxy that tells nothing of the name it was asked for is no alias.
 *
 * @param host the `Host` header, with or without port
 */
export const isUnderAlias = ({ origin, hostnames }: Tenant, host: string): boolean => {
  const [own, asked] = [new URL(origin).hostname, host.toLowerCase().replace(/:\d+$/, '')]
  return asked !== own && hostnames.includes(own) && hostnames.includes(asked)
}

const besides = (own: string, hostname: string): string => {
  const { protocol, port } = new URL(own)
  return `${protocol}//${hostname}${port === '' ? '' : `:${port}`}`
}
