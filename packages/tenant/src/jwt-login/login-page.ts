import { UnderstudyError } from '@understudy/contract'
import type { CookieReach } from '../sessions/session-cookies.js'
import { isOwnOrigin } from '../tenants/own-origin.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { findWebIntegration } from '../web-integrations/read-web-integration.js'

/** Where a login is asked for, as the request's headers say. */
export interface LoginRequest {
  /** `Origin`; backends send none. */
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`: how the browser sees the page and the tenant. */
  readonly fetchSite: string | undefined
  readonly webIntegrationId: string | undefined
  readonly address: string
}

/** For which pages the session will be. */
export interface LoginPage {
  /** Undefined for a backend, and for the tenant's own pages. */
  readonly webIntegrationId: string | undefined
  readonly reach: CookieReach
}

/**
 * Decides for which pages a login is. A page of another origin has to name the web integration that lists it (contract
 * 3), and gets cookies that reach it: pages of the tenant's own site never need third-party cookies; for others it is the
 * web integration that chooses whether they are partitioned.
 *
 * @throws UnderstudyError WEB-INTEGRATIONS-REQUIRED, WEB-INTEGRATIONS-ORIGIN
 */
export const loginPage = async (
  context: TenantContext,
  { origin, fetchSite, webIntegrationId }: LoginRequest,
): Promise<LoginPage> => {
  const ofTenant = origin === undefined || isOwnOrigin(context.tenant, origin)
  if (webIntegrationId === undefined) {
    if (ofTenant) return { webIntegrationId, reach: 'first-party' }
    throw new UnderstudyError('WEB-INTEGRATIONS-REQUIRED', `The request comes from a page of ${origin.slice(0, 256)}.`)
  }
  const integration = await findWebIntegration(context, webIntegrationId)
  const listed = integration !== undefined && (ofTenant || integration.validOrigins.includes(origin))
  if (!listed)
    throw new UnderstudyError(
      'WEB-INTEGRATIONS-ORIGIN',
      integration === undefined
        ? `There is no web integration ${webIntegrationId.slice(0, 64)} in this tenant.`
        : `The web integration does not list ${origin?.slice(0, 256)}.`,
    )
  if (ofTenant) return { webIntegrationId: undefined, reach: 'first-party' }
  const sameSite = fetchSite === 'same-site' || fetchSite === 'same-origin'
  return {
    webIntegrationId,
    reach: sameSite ? 'first-party' : integration.partitionedCookies ? 'partitioned' : 'cross-site',
  }
}
