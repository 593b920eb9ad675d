import { parseScopeList, type RefreshTokenRequest, scopesCover, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertOrigin } from '../assert-origin.js'
import { identifyClient, presentedCredentials } from '../client-authentication.js'
import { assertKeyBound } from '../dpop/key-of-call.js'
import { issueIdToken } from '../openid/id-token.js'
import { findRefreshToken, repeatLeeway, rotate, type StoredRefreshToken } from '../refresh/refresh-family.js'
import { revokeGrant } from '../revocation/revoke-grant.js'
import type { TokenClient } from '../token-client.js'
import { accessTokenOutcome } from './access-token-outcome.js'
import type { GrantOutcome, TokenCall } from './grant.js'
import { findSubjectUser } from './subject-user.js'

/**
 * The grant `refresh_token` (RFC 6749 section 6, contract 1.5): each token works once and is answered with the next one.
 * A second use means that somebody has a copy, and ends the whole family (RFC 9700 section 4.14.2). An answer that was
 * lost on its way cannot be told apart from that: the user has to sign in again, unless the operator lets confidential
 * clients repeat their requests for some seconds.
 *
 * @throws UnderstudyError as `identifyClient`, and `OAUTH-CLIENT-DISABLED`, `OAUTH-29`, `OAUTH-REFRESH-INVALID`,
 *   `OAUTH-DPOP-REQUIRED` or `OAUTH-INVALID-SCOPE`
 */
export const refresh = async (
  context: TenantContext,
  body: RefreshTokenRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const stored = await findRefreshToken(context, body.refresh_token)
  const client = await clientOfToken(context, stored, body, call)
  if (stored === undefined || stored.client.id !== client.id) throw refused('It is unknown, or has ended.')
  const leeway = repeatLeeway(context, client)
  if (stored.usedAt !== undefined && context.clock() - stored.usedAt >= leeway) {
    throw await endFamily(context, stored, call)
  }

  const user = await findSubjectUser(context, { field: 'userId', value: stored.user.id })
  if (context.clock() >= stored.expiresAt) throw refused('It has expired.')
  if (client.epoch !== stored.client.epoch) throw refused('Its client has changed since its issue.')
  if (user?.status !== 'active' || user.epoch !== stored.user.epoch) {
    throw refused('Its user has changed since its issue.')
  }
  assertKeyBound({ dpopBound: client.dpopBound || stored.jkt !== undefined }, call.jkt)
  if (stored.jkt !== undefined && stored.jkt !== call.jkt) throw refused('It is bound to another key.')
  const scopes = narrowed(stored.scopes, body.scope)

  const renewed = { ...stored, client: { ...stored.client, credential: client.credential } }
  const next = await rotate(context, body.refresh_token, renewed, leeway)
  if (next === undefined) throw await endFamily(context, stored, call)
  const { response, issued } = accessTokenOutcome(context, {
    user,
    client,
    scopes,
    origin: call.origin,
    jkt: call.jkt,
    grantId: stored.grantId,
    authTime: Math.floor(stored.authTime / 1000),
  })
  const signedIn = { userId: user.id, clientId: client.id, authTime: stored.authTime }
  const idToken = scopes.includes('openid')
    ? { id_token: issueIdToken(context, { ...signedIn, accessToken: response.access_token }) }
    : {}
  return { response: { ...response, refresh_token: next, ...idToken }, issued: { ...issued, ...stored.label } }
}

/** The published client names itself by the token only (contract 1.1). */
const clientOfToken = async (
  context: TenantContext,
  stored: StoredRefreshToken | undefined,
  body: RefreshTokenRequest,
  call: TokenCall,
): Promise<TokenClient> => {
  const known = call.authorization === undefined ? stored?.client.id : undefined
  const clientId = body.client_id ?? known
  const named = { ...body, ...(clientId !== undefined && { client_id: clientId }) }
  const client = await identifyClient(context, presentedCredentials(named, call.authorization))
  if (!client.enabled) throw new UnderstudyError('OAUTH-CLIENT-DISABLED', 'The client is disabled.')
  if (call.origin !== undefined) assertOrigin(context.tenant, client, call.origin)
  return client
}

/** RFC 6749 section 6: all that was granted, or less. */
const narrowed = (granted: readonly string[], requested: string | undefined): readonly string[] => {
  const names = parseScopeList(requested ?? '')
  const outside = names.find((scope) => !scopesCover(granted, scope))
  if (outside !== undefined) {
    throw new UnderstudyError('OAUTH-INVALID-SCOPE', `The user did not grant the scope ${outside.slice(0, 100)}.`)
  }
  return names.length === 0 ? granted : names
}

const endFamily = async (
  context: TenantContext,
  { grantId, user, client }: StoredRefreshToken,
  { origin, address }: TokenCall,
): Promise<UnderstudyError> => {
  await revokeGrant(context, grantId, { subject: user.id, client: client.id, origin, address })
  return refused('It was used before; all that came of it has ended.')
}

const refused = (reason: string): UnderstudyError =>
  new UnderstudyError('OAUTH-REFRESH-INVALID', `The refresh token is not accepted. ${reason}`)
