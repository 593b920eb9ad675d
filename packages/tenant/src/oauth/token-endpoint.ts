import { grantTypes, parseTokenRequest, type TokenRequest, UnderstudyError } from '@understudy/contract'
import { decodeJwt } from 'jose'
import type { TenantContext } from '../tenants/tenant-context.js'
import { readBasicCredentials } from './basic-credentials.js'
import { proveKeyOfCall } from './dpop/key-of-call.js'
import { admitVisitor } from './grants/anonymous-embed.js'
import { redeemCode } from './grants/authorization-code.js'
import { grantClientCredentials } from './grants/client-credentials.js'
import { delegate } from './grants/delegation.js'
import type { GrantOutcome, TokenCall } from './grants/grant.js'
import { impersonate } from './grants/impersonation.js'
import { issuedEvent } from './grants/issued-event.js'
import { refresh } from './grants/refresh-token.js'
import { exchangeToken } from './grants/token-exchange.js'
import { slowDown } from './wrong-credentials.js'

/**
 * Answers `POST /oauth/token` (contract 1.1, RFC 6749 section 3.2). The issued token is in the journal, durably, before
 * this function returns it.
 *
 * @param body the parsed JSON or form body
 * @returns the answer, and for whom it is
 * @throws UnderstudyError of the grant; record it with {@link recordRefusal} before answering
 */
export const answerTokenRequest = async (
  context: TenantContext,
  body: unknown,
  call: TokenCall,
): Promise<Pick<GrantOutcome, 'response' | 'issued'>> => {
  const began = performance.now()
  const parsed = parseTokenRequest(body)
  if ('problem' in parsed) {
    if (parsed.problem.kind === 'malformed') throw new UnderstudyError('OAUTH-INVALID-REQUEST', parsed.problem.detail)
    const grantType = parsed.problem.grantType.slice(0, 100)
    throw new UnderstudyError('OAUTH-UNSUPPORTED-GRANT', `The grant type ${grantType} is not supported.`)
  }
  const grant = grantName(parsed.request.grant_type)
  try {
    const { response, issued, recorded } = await runGrant(
      context,
      parsed.request,
      call.dpop === undefined ? call : await proveKeyOfCall(context, call, call.dpop),
    )
    if (recorded !== true)
      await context.audit.append(context.tenant.id, issuedEvent(issued, parsed.request.grant_type, call))
    context.metrics.count('understudy_tokens_total', { grant, outcome: 'issued' })
    return { response, issued }
  } finally {
    context.metrics.observe('understudy_token_seconds', { grant }, (performance.now() - began) / 1000)
  }
}

const grantNames = new Map<unknown, string>(Object.entries(grantTypes).map(([name, type]) => [type, name]))

/** What a metric calls a grant type; those that callers make up share a name. */
const grantName = (type: unknown): string => grantNames.get(type) ?? 'unknown'

const runGrant = (context: TenantContext, request: TokenRequest, call: TokenCall): Promise<GrantOutcome> => {
  switch (request.grant_type) {
    case grantTypes.impersonation:
      return impersonate(context, request, call)
    case grantTypes.clientCredentials:
      return grantClientCredentials(context, request, call)
    case grantTypes.authorizationCode:
      return redeemCode(context, request, call)
    case grantTypes.refreshToken:
      return refresh(context, request, call)
    case grantTypes.anonymousEmbed:
      return admitVisitor(context, request, call)
    case grantTypes.tokenExchange:
      return request.purpose === undefined ? delegate(context, request, call) : exchangeToken(context, request, call)
  }
}

/**
 * Records a refused token request, durably: who claimed to ask, for whom, for what, from where, and why it was refused.
 *
 * @returns what to answer; whoever fails too often is told to wait
 */
export const recordRefusal = async (
  context: TenantContext,
  body: unknown,
  call: TokenCall,
  refusal: UnderstudyError,
): Promise<UnderstudyError> => {
  const claimed = claimedParameters(body, call.authorization)
  const error = await slowDown(context, refusal, { client: claimed.client, address: call.address })
  await context.audit.append(context.tenant.id, {
    event: 'oauth-token.refused',
    outcome: 'refused',
    ...claimed,
    origin: call.origin?.slice(0, claimLength),
    address: call.address,
    errorCode: error.code,
  })
  // Revocation and introspection are refused in the same way.
  if (call.path.startsWith('/oauth/token'))
    context.metrics.count('understudy_tokens_total', { grant: grantName(claimed.grantType), outcome: error.code })
  return error
}

/** Whom an assertion names, which nobody has verified. */
const claimedBy = (assertion: unknown): unknown => {
  try {
    return typeof assertion === 'string' ? decodeJwt(assertion).sub : undefined
  } catch {
    return undefined
  }
}

/** Characters kept of what a refused caller claims. */
const claimLength = 256

const claimedParameters = (body: unknown, authorization: string | undefined) => {
  const parameters: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  const lookup = parameters.user_lookup ?? { value: subjectOf(parameters.user) }
  const scope = claim(parameters.scope)
  const basic = readBasicCredentials(authorization)
  return {
    subject: typeof lookup === 'object' && lookup !== null && 'value' in lookup ? claim(lookup.value) : undefined,
    client: claim(
      typeof basic === 'object' ? basic.clientId : (parameters.client_id ?? claimedBy(parameters.client_assertion)),
    ),
    scopes: scope === undefined ? undefined : scope.split(' '),
    grantType: claim(parameters.grant_type),
    purpose: claim(parameters.purpose),
  }
}

/** The subject of a `user` to provision, sent without a lookup. */
const subjectOf = (user: unknown): unknown =>
  typeof user === 'object' && user !== null && 'subject' in user ? user.subject : undefined

const claim = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, claimLength) : undefined
