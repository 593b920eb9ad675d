import { type rest, UnderstudyError } from '@understudy/contract'
import type { Caller } from './caller.js'
import { type InitialisedTenant, initialiseTenant } from './initialise-tenant.js'
import { withHostname } from './list-tenants.js'
import type { TenantContext } from './tenant-context.js'

/**
 * Makes a tenant at the operator's request, served by every node within a second, by this one when the promise resolves.
 * Without an origin it is reached under its first host name, with the scheme and port of the operator's.
 *
 * @param context of the operator's tenant
 * @throws UnderstudyError `TENANTS-HOSTNAME-TAKEN` or `TENANTS-INVALID`
 */
export const addTenant = async (
  context: TenantContext,
  caller: Caller,
  { name, hostnames, origin }: rest.TenantCreate,
): Promise<InitialisedTenant> => {
  const [hostname = ''] = hostnames
  const made = await initialiseTenant(
    { ...context, createKeys: context.keys.createFirst },
    {
      name,
      hostnames,
      origin: origin === undefined ? withHostname(context.tenant.origin, hostname) : checkedOrigin(origin, hostnames),
    },
    { additional: true, ...(caller.trace.actor === undefined ? {} : { actor: caller.trace.actor }) },
  )
  await context.tenantChanged(made.tenantId)
  return made
}

/** An origin under another host name would be the issuer of tokens that nobody can reach, or another tenant's. */
const checkedOrigin = (origin: string, hostnames: readonly string[]): string => {
  const invalid = (detail: string): UnderstudyError =>
    new UnderstudyError('TENANTS-INVALID', detail, { source: { pointer: '/origin' } })
  if (!URL.canParse(origin) || new URL(origin).origin !== origin || !/^https?:/.test(origin)) {
    throw invalid('The origin must be scheme, host and port, without path or slash at the end.')
  }
  if (!hostnames.some((hostname) => hostname.toLowerCase() === new URL(origin).hostname)) {
    throw invalid('The host of the origin must be one of the hostnames.')
  }
  return origin
}
