import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertPrincipalOrigin } from '../assert-origin.js'
import type { AccessPrincipal } from '../principal.js'
import { readApiKeyCredential } from './api-key.js'
import { readBearer } from './bearer.js'
import type { CredentialReader, CredentialRequest } from './credential-reader.js'
import { readDpop } from './dpop.js'
import { readSessionCookie } from './session-cookie.js'

/** Asked in this order; the first credential found decides, also when it is refused. */
const readers: readonly CredentialReader[] = [readApiKeyCredential, readBearer, readDpop, readSessionCookie]

/**
 * Tells in whose name a request or socket acts, and that its page may do so.
 *
 * @throws UnderstudyError `AUTH-TOKEN-MISSING` without a credential, `OAUTH-29` for a page of an origin that the
 *   credential was not issued for, or that of the reader
 */
export const authenticate = async (context: TenantContext, request: CredentialRequest): Promise<AccessPrincipal> => {
  for (const read of readers) {
    const principal = await read(context, request)
    if (principal === undefined) continue
    const { origin } = request.headers
    // Any client's page may ask (CORS), but a credential works only in the pages that it was issued for.
    if (origin !== undefined) assertPrincipalOrigin(context.tenant, principal, origin)
    return principal
  }
  throw new UnderstudyError('AUTH-TOKEN-MISSING', 'There is no access token.')
}
