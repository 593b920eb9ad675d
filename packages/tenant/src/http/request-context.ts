import type { AccessPrincipal } from '../oauth/principal.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The tenant that the request is addressed to, with everything an operation needs. Set before any route runs. */
    tenant: TenantContext
    /** Who asks. Set on routes that have `requireScopes` or `requireAuthentication` among their `onRequest` hooks. */
    principal: AccessPrincipal
    /** The same for the concerns, which do not know OAuth. */
    caller: Caller
    /** The code of the error that the request is answered with. */
    refusal: string | undefined
    /** Of what began before the framework had it: milliseconds, as of `performance.now()`. */
    began: number | undefined
  }
}
