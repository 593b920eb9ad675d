import {
  accessTokenType,
  type DelegationRequest,
  isAdminScope,
  offlineAccessScope,
  parseScopeList,
  scopesCover,
  UnderstudyError,
} from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AccessTokenClaims, ActorClaim } from '../access-token.js'
import { assertOrigin } from '../assert-origin.js'
import { authenticateClient, presentedCredentials } from '../client-authentication.js'
import type { TokenClient } from '../token-client.js'
import { admitClaims, readOwnClaims, type TokenPrincipal } from '../verify-access-token.js'
import { accessTokenOutcome } from './access-token-outcome.js'
import { decideAudience } from './delegation-audience.js'
import type { GrantOutcome, TokenCall } from './grant.js'

/** A presented token: what it says, and in whose name it speaks now. */
interface PresentedToken {
  readonly claims: AccessTokenClaims
  readonly principal: TokenPrincipal
}

/**
 * The token exchange of backends (RFC 8693): a confidential client turns an access token of this tenant into one for
 * itself with the same user and no more of anything: scopes, audience and time only shrink. It may do so with a token
 * that was issued to it, or that names it in `may_act`; whoever acts is added to the chain in `act`.
 *
 * @throws UnderstudyError as `authenticateClient`, and `OAUTH-CLIENT-DISABLED`, `OAUTH-CONSENT-NOT-TRUSTED`, `OAUTH-29`,
 *   `OAUTH-EXCHANGE-TOKEN`, `OAUTH-MAY-NOT-ACT`, `OAUTH-INVALID-SCOPE` or `OAUTH-INVALID-TARGET`
 */
export const delegate = async (
  context: TenantContext,
  body: DelegationRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const client = await delegatingClient(context, body, call)
  const subject = await presentedToken(context, body.subject_token, 'subject_token')
  const { claims, principal } = subject
  const actor = await actorTokenSubject(context, body, client)
  assertMayAct(claims, client, actor)
  const act = actorChain(claims, client, actor)
  const { audience, mayAct } = await decideAudience(context, client, claims, body)
  const { response, issued } = accessTokenOutcome(context, {
    user: { id: claims.userId, epoch: principal.userEpoch },
    client,
    ...(act === undefined ? {} : { act }),
    scopes: narrowedScopes(principal.scopes, client, act, body.scope),
    origin: call.origin,
    jkt: call.jkt,
    grantId: claims.grantId,
    ancestors: [
      [claims.jti, claims.clientId, claims.epochs[1], claims.clientCredential ?? null],
      ...(claims.ancestors ?? []),
    ],
    audience,
    ...(mayAct === undefined ? {} : { mayAct }),
    ...(claims.auth_time === undefined ? {} : { authTime: claims.auth_time }),
    subType: claims.subType,
    notAfter: claims.exp,
  })
  return { response: { ...response, issued_token_type: accessTokenType }, issued }
}

const delegatingClient = async (
  context: TenantContext,
  body: DelegationRequest,
  call: TokenCall,
): Promise<TokenClient> => {
  const client = await authenticateClient(context, presentedCredentials(body, call.authorization))
  if (!client.trusted) {
    throw new UnderstudyError('OAUTH-CONSENT-NOT-TRUSTED', 'The consent method of the client is not "trusted".')
  }
  if (call.origin !== undefined) assertOrigin(context.tenant, client, call.origin)
  if (!client.enabled) throw new UnderstudyError('OAUTH-CLIENT-DISABLED', 'The client is disabled.')
  return client
}

/** Only access tokens of this tenant are taken: no ID token, whose audience is a client, and nobody else's token. */
const presentedToken = async (context: TenantContext, token: string, parameter: string): Promise<PresentedToken> => {
  const claims = await readOwnClaims(context, token)
  if (claims === undefined) throw unacceptable(`The ${parameter} is no valid access token of this tenant.`)
  try {
    return { claims, principal: await admitClaims(context, claims) }
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    throw unacceptable(`The ${parameter} was revoked.`, error)
  }
}

/**
 * The subject of the actor token, which must be the client's own.
 *
 * @returns undefined when there is no actor token
 */
const actorTokenSubject = async (
  context: TenantContext,
  { actor_token: token, actor_token_type: type }: DelegationRequest,
  client: TokenClient,
): Promise<string | undefined> => {
  if (token === undefined && type === undefined) return undefined
  if (token === undefined || type === undefined) {
    throw new UnderstudyError('OAUTH-INVALID-REQUEST', 'The parameters actor_token and actor_token_type go together.')
  }
  const { claims } = await presentedToken(context, token, 'actor_token')
  if (claims.clientId !== client.id) throw unacceptable('The actor_token was issued to another client.')
  return claims.sub
}

const assertMayAct = (
  { clientId, may_act }: AccessTokenClaims,
  client: TokenClient,
  actor: string | undefined,
): void => {
  if (clientId === client.id || may_act?.sub === client.id) return
  if (actor !== undefined && may_act?.sub === actor) return
  throw new UnderstudyError(
    'OAUTH-MAY-NOT-ACT',
    'The subject token was issued to another client, and its may_act names someone else or nobody.',
  )
}

/** A client that only narrows its own token acts no more than it did; everybody else joins the chain. */
const actorChain = (
  { clientId, act }: AccessTokenClaims,
  client: TokenClient,
  actor: string | undefined,
): ActorClaim | undefined => {
  const sub = actor ?? (clientId === client.id ? undefined : client.id)
  if (sub === undefined) return act
  return { sub, ...(act === undefined ? {} : { act }) }
}

/** What the subject token has and the client may have; less where less is asked for, never more. */
const narrowedScopes = (
  granted: readonly string[],
  client: TokenClient,
  act: ActorClaim | undefined,
  requested: string | undefined,
): readonly string[] => {
  // Whoever acts in somebody's name gets no admin scope without the operator's word, as with impersonation.
  const adminScopes = act === undefined || client.mayImpersonateAdmins
  const allowed = (scope: string): boolean =>
    scopesCover(granted, scope) && scopesCover(client.scopes, scope) && (adminScopes || !isAdminScope(scope))
  const names = parseScopeList(requested ?? '')
  const outside = names.find((scope) => !allowed(scope))
  if (outside !== undefined) {
    throw new UnderstudyError(
      'OAUTH-INVALID-SCOPE',
      `The subject token or the client does not have the scope ${outside.slice(0, 100)}.`,
    )
  }
  if (names.length > 0) return names
  const scopes = [...new Set([...granted, ...client.scopes])].filter(
    (scope) => allowed(scope) && scope !== offlineAccessScope,
  )
  if (scopes.length > 0) return scopes
  throw new UnderstudyError('OAUTH-INVALID-SCOPE', 'The subject token has no scope that the client may have.')
}

const unacceptable = (detail: string, cause?: unknown): UnderstudyError =>
  new UnderstudyError('OAUTH-EXCHANGE-TOKEN', detail, cause === undefined ? {} : { cause })
