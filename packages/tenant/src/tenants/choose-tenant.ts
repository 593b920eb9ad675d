import type { Tenant } from './tenant.js'

/**
 * Chooses the tenant that a request is addressed to. A tenant that is alone answers to every host name; among several
 * the host name decides, and a name that belongs to none has no tenant.
 *
 * @param host the `Host` header, with or without port
 */
export const chooseTenant = <Of extends { readonly tenant: Tenant }>(
  contexts: readonly Of[],
  host: string | undefined,
): Of | undefined => {
  if (contexts.length === 1) return contexts[0]
  const hostname = hostnameOf(host ?? '')
  return contexts.find(({ tenant }) => tenant.hostnames.includes(hostname))
}

const hostnameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')
