import { parseTokenStatusRequest, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { isVisitor } from '../anonymous/visitor-id.js'
import { assertOrigin } from '../assert-origin.js'
import { identifyClient, presentedCredentials } from '../client-authentication.js'
import type { TokenCall } from '../grants/grant.js'
import { findRefreshToken } from '../refresh/refresh-family.js'
import { readOwnClaims } from '../verify-access-token.js'
import { type RevokedAccess, revokeAccess } from './revoke-access.js'

/**
 * Answers `POST /oauth/revoke` (contract 1.3, RFC 7009): a client ends a token that was issued to it. What is no valid
 * token (any more) is no error, as its end is what was wanted.
 *
 * @param body the parsed JSON or form body
 * @throws UnderstudyError `OAUTH-INVALID-REQUEST`, `OAUTH-FOREIGN-TOKEN`, `OAUTH-29`, or of the client's authentication
 */
export const answerRevocationRequest = async (
  context: TenantContext,
  body: unknown,
  call: TokenCall,
): Promise<Record<string, never>> => {
  const parsed = parseTokenStatusRequest(body)
  if ('problem' in parsed) throw new UnderstudyError('OAUTH-INVALID-REQUEST', parsed.problem)
  const { request } = parsed

  const client = await identifyClient(context, presentedCredentials(request, call.authorization))
  if (call.origin !== undefined) assertOrigin(context.tenant, client, call.origin)
  const access = await accessBehind(context, request.token)
  if (access === undefined) return {}
  if (access.clientId !== client.id) {
    throw new UnderstudyError('OAUTH-FOREIGN-TOKEN', 'The token was issued to another client.')
  }
  await revokeAccess(context, access, {
    actor: { type: 'client', id: client.id },
    origin: call.origin,
    address: call.address,
  })
  return {}
}

/**
 * An access token takes everything of its grant along: refresh tokens, and what was exchanged from it. One that came of
 * an exchange itself ends alone, since the rest belongs to the client that handed it on; so does that of a visitor, whose
 * grant is the access code that all visitors came in by.
 */
const accessBehind = async (context: TenantContext, token: string): Promise<RevokedAccess | undefined> => {
  const claims = await readOwnClaims(context, token)
  if (claims === undefined) return accessBehindRefreshToken(context, token)
  const { userId, clientId, grantId, jti } = claims
  return claims.ancestors === undefined && !isVisitor(userId)
    ? { kind: 'grant', grantId, userId, clientId }
    : { kind: 'token', tokenId: jti, userId, clientId }
}

/** A used one ends its family too: whoever holds it has no right to go on. */
const accessBehindRefreshToken = async (context: TenantContext, token: string): Promise<RevokedAccess | undefined> => {
  const stored = await findRefreshToken(context, token)
  return stored && { kind: 'grant', grantId: stored.grantId, userId: stored.user.id, clientId: stored.client.id }
}
