import { scopesCover, UnderstudyError } from '@understudy/contract'
import type { BrowserSession } from '../../sessions/browser-session.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findSubjectUser } from '../grants/subject-user.js'
import { type AuthorizationClient, answerAddress, findAuthorizationClient } from './authorization-client.js'
import { createCode } from './authorization-codes.js'
import type { AuthorizationParameters } from './authorization-parameters.js'
import { type AuthorizationRequest, readAuthorizationRequest } from './authorization-request.js'
import { codeResponse, errorResponse } from './authorization-response.js'
import { consentedScopes } from './consents.js'
import { interactiveScopes } from './interactive-scopes.js'
import { endPendingRequest, keepRequest, type PendingRequest, readPendingRequest } from './pending-requests.js'
import { isFresh, signInAddress } from './sign-in.js'

/** What the browser is to do next. */
export type AuthorizationStep =
  /** To the sign-in, or back to the client with a code or a refusal. */
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'ask'; readonly question: ConsentQuestion }

/** What the user is asked. */
export interface ConsentQuestion {
  /** Brings the answer to its request. */
  readonly handle: string
  readonly client: AuthorizationClient
  readonly scopes: readonly string[]
  /** Where the answer leads. */
  readonly redirectUri: string
  readonly session: BrowserSession
}

/** A request at one of its stops. */
export interface Stop {
  readonly pending: PendingRequest
  readonly client: AuthorizationClient
  /** The handle of a request that waits already. */
  readonly handle: string | undefined
}

/**
 * Answers an authorization request (RFC 6749 section 4.1.1, contract 1.2). A client or redirect address that is not
 * known is never redirected to (RFC 9700 section 4.11): the error is for the person in front of the browser.
 *
 * @param session of the browser, if it has one
 * @throws UnderstudyError `OAUTH-AUTHORIZE-CLIENT`, `OAUTH-1`, or `OAUTH-AUTHORIZE-REQUEST` where either came twice
 */
export const authorize = async (
  context: TenantContext,
  parameters: AuthorizationParameters,
  session: BrowserSession | undefined,
): Promise<AuthorizationStep> => {
  if (parameters.repeated.includes('client_id') || parameters.repeated.includes('redirect_uri')) {
    throw new UnderstudyError('OAUTH-AUTHORIZE-REQUEST', 'The client_id or the redirect_uri came twice.')
  }
  const client = await findAuthorizationClient(context, parameters.get('client_id'), session)
  const redirectUri = answerAddress(client, parameters.redirectUris)
  const state = parameters.get('state')
  return answering(context, { redirectUri, state }, async () => {
    const request = readAuthorizationRequest(client.id, redirectUri, parameters)
    return proceed(context, { pending: { request, receivedAt: context.clock() }, client, handle: undefined }, session)
  })
}

/**
 * Goes on with a request whose user comes back from the sign-in.
 *
 * @throws UnderstudyError `OAUTH-AUTHORIZE-EXPIRED`, and as {@link authorize} when the client changed meanwhile
 */
export const resumeAuthorization = async (
  context: TenantContext,
  handle: string,
  session: BrowserSession | undefined,
): Promise<AuthorizationStep> => {
  const stop = await findStop(context, handle, session)
  return answering(context, stop.pending.request, () => proceed(context, stop, session))
}

/** The waiting request of a handle, with its client as it is now. */
export const findStop = async (
  context: TenantContext,
  handle: string,
  session: BrowserSession | undefined,
): Promise<Stop> => {
  const pending = await readPendingRequest(context, handle)
  const client = await findAuthorizationClient(context, pending.request.clientId, session)
  answerAddress(client, [pending.request.redirectUri])
  return { pending, client, handle }
}

/** Turns refusals into redirects: the client is known by now, and may be told. */
export const answering = async (
  { tenant }: TenantContext,
  address: { readonly redirectUri: string; readonly state: string | undefined },
  decide: () => Promise<AuthorizationStep>,
): Promise<AuthorizationStep> => {
  try {
    return await decide()
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.entry.status >= 500) throw error
    return { kind: 'redirect', location: errorResponse(tenant, address, error) }
  }
}

const proceed = async (
  context: TenantContext,
  stop: Stop,
  session: BrowserSession | undefined,
): Promise<AuthorizationStep> => {
  const { pending, client, handle } = stop
  const passive = pending.request.prompts.includes('none')
  if (session === undefined || !isFresh(pending, session)) {
    // Signed in meanwhile, and yet not as lately as asked: a second round would end no better.
    if (passive || (session !== undefined && handle !== undefined)) {
      throw new UnderstudyError('OAUTH-LOGIN-REQUIRED', 'There is no session, or none that is new enough.')
    }
    const kept = handle ?? (await keepRequest(context, pending))
    return { kind: 'redirect', location: signInAddress(pending, kept, session) }
  }
  const scopes = await scopesOfSession(context, stop, session)
  if (await needsConsent(context, stop, session, scopes)) {
    if (passive) throw new UnderstudyError('OAUTH-CONSENT-REQUIRED', 'The user has not allowed all these scopes yet.')
    const kept = handle ?? (await keepRequest(context, pending))
    const { redirectUri } = pending.request
    return { kind: 'ask', question: { handle: kept, client, scopes, redirectUri, session } }
  }
  if (handle !== undefined) await endPendingRequest(context, handle)
  return grantCode(context, stop, session, scopes)
}

/** What of the requested scopes the signed-in user may give. */
export const scopesOfSession = async (
  context: TenantContext,
  { pending, client }: Stop,
  session: BrowserSession,
): Promise<string[]> => {
  const user = await findSubjectUser(context, { field: 'userId', value: session.userId })
  if (user?.status !== 'active') throw new UnderstudyError('OAUTH-LOGIN-REQUIRED', 'The user is not active.')
  return interactiveScopes(pending.request.scopes, client.scopes, user)
}

const needsConsent = async (
  { store, tenant }: TenantContext,
  { pending, client }: Stop,
  session: BrowserSession,
  scopes: readonly string[],
): Promise<boolean> => {
  if (client.unapproved || pending.request.prompts.includes('consent')) return true
  if (client.trusted) return false
  const key = { tenantId: tenant.id, userId: session.userId, clientId: client.id }
  const allowed = await consentedScopes(store, key)
  return scopes.some((scope) => !scopesCover(allowed, scope))
}

/** Answers the client with a code. */
export const grantCode = async (
  context: TenantContext,
  { pending, client }: Stop,
  session: BrowserSession,
  scopes: readonly string[],
): Promise<AuthorizationStep> => {
  const request: AuthorizationRequest = pending.request
  const code = await createCode(context, {
    client_id: client.id,
    client_epoch: client.epoch,
    user_id: session.userId,
    user_epoch: session.userEpoch,
    session_id: session.id,
    redirect_uri: request.redirectUri,
    code_challenge: request.codeChallenge,
    scope: scopes.join(' '),
    nonce: request.nonce ?? null,
    dpop_jkt: request.dpopJkt ?? null,
    auth_time: session.authTime,
  })
  return { kind: 'redirect', location: codeResponse(context.tenant, request, code) }
}
