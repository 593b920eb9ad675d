import { UnderstudyError } from '@understudy/contract'
import type { Tenant } from '../tenants/tenant.js'

/**
 * Refuses browser pages of origins that a client does not allow (contract 1.9). The tenant's own pages (the frame of
 * classic embeds) may use what their host handed them.
 *
 * @param origin the `Origin` header
 * @throws UnderstudyError `OAUTH-29`
 */
export const assertOrigin = (
  tenant: Tenant,
  client: { readonly id: string; readonly allowedOrigins: readonly string[] },
  origin: string,
): void => {
  if (origin === tenant.origin || client.allowedOrigins.includes(origin)) return
  throw new UnderstudyError('OAUTH-29', `The client ${client.id} does not allow the origin ${origin.slice(0, 256)}.`)
}
