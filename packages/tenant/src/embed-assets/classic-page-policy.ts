import { contentSecurityPolicy, type PolicySources } from '../csp-origins/page-policy.js'
import { pageOriginProblem } from '../validation/web-address.js'

/**
 * The Content-Security-Policy of the page that classic embeds put into a frame: it runs the tenant's own code, talks to
 * the tenant only, and can be framed by nobody but the pages of the client it was opened for; beyond that what the
 * tenant's administrator added.
 *
 * @param tenantOrigin the tenant's public origin
 * @param frameAncestors origins that the client allows; none for an unknown client
 * @param added sources of the tenant's entries (contract 4.10)
 */
export const classicPagePolicy = (
  tenantOrigin: string,
  frameAncestors: readonly string[],
  added: PolicySources = {},
): string => {
  // A stored text that is no plain origin must not become a directive of its own.
  const ancestors = frameAncestors.filter((origin) => pageOriginProblem(origin) === undefined)
  const own = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    // Charts write their own style elements.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    // Not every browser takes 'self' to include the WebSocket scheme.
    'connect-src': ["'self'", tenantOrigin.replace(/^http/, 'ws')],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ancestors.length === 0 ? ["'none'"] : ancestors,
  }
  return contentSecurityPolicy(own, added)
}
