import type { Tenant } from './tenant.js'

/**
 * Makes the choice of the tenant that a request is addressed to, by host name. A customer's tenant that is alone answers
 * to every name that is not the operator's; among several, a name that belongs to none has no tenant, and a tenant without
 * host names has that of its origin.
 *
 * @returns takes the `Host` header, with or without port
 */
export const tenantChooser = <Of extends { readonly tenant: Tenant }>(
  contexts: readonly Of[],
): ((host: string | undefined) => Of | undefined) => {
  const nameless = contexts.filter(({ tenant }) => tenant.hostnames.length === 0)
  const byHostname = new Map([
    ...nameless.map((each) => [new URL(each.tenant.origin).hostname, each] as const),
    ...contexts.flatMap((each) => each.tenant.hostnames.map((name) => [name, each] as const)),
  ])
  const [only, ...others] = contexts.filter(({ tenant }) => tenant.kind === 'customer')
  const alone = others.length === 0 ? only : undefined
  return (host) => byHostname.get(hostnameOf(host ?? '')) ?? alone
}

/** Without the port. */
const hostnameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')
