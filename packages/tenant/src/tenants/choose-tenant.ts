import type { Tenant } from './tenant.js'

/**
 * Makes the choice of the tenant that a request is addressed to, by host name. A customer's tenant that is alone answers
 * to every name that is not the operator's; among several, a name that belongs to none has no tenant.
 *
 * @returns takes the `Host` header, with or without port
 */
export const tenantChooser = <Of extends { readonly tenant: Tenant }>(
  contexts: readonly Of[],
): ((host: string | undefined) => Of | undefined) => {
  const byHostname = new Map(contexts.flatMap((each) => each.tenant.hostnames.map((name) => [name, each] as const)))
  const [only, ...others] = contexts.filter(({ tenant }) => tenant.kind === 'customer')
  const alone = others.length === 0 ? only : undefined
  return (host) => byHostname.get(hostnameOf(host ?? '')) ?? alone
}

/** Also of an IPv6 address, whose brackets are no part of the name. */
const hostnameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')
