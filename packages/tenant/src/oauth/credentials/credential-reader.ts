import type { IncomingHttpHeaders } from 'node:http'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AccessPrincipal } from '../principal.js'

/** What of a request, or of a WebSocket's upgrade, a credential is read from. */
export interface CredentialRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

/**
 * Reads one kind of credential.
 *
 * @returns undefined when the request carries none of that kind; the next reader is asked then
 * @throws UnderstudyError when it carries one that is not accepted
 */
export type CredentialReader = (
  context: TenantContext,
  request: CredentialRequest,
) => Promise<AccessPrincipal | undefined>
