import { UnderstudyError } from '@understudy/contract'
import type { BrowserSession } from '../../sessions/browser-session.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { hasSessionCookie } from '../../sessions/session-cookies.js'
import { isCsrfToken } from '../../sessions/session-secret.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { admitPrincipal } from '../principal.js'
import type { CredentialReader, CredentialRequest } from './credential-reader.js'

/** Everything that a user may do; what of it the user really may is cut at every admission. */
const wholeUser = 'user_default admin_classic'

/**
 * The session cookie of a browser, or of a backend that relays it (contract 0.10). What a browser sends by itself proves
 * nothing of who made the request: everything but a GET needs the CSRF token, and a WebSocket, which no CORS holds back,
 * needs it too, and an `Origin`.
 *
 * @throws UnderstudyError AUTH-SESSION-ENDED, CSRF-TOKEN-2, WEB-INTEGRATIONS-ORIGIN
 */
export const readSessionCookie: CredentialReader = async (context, request) => {
  // Who sends a token means to act in its name: one that cannot be read must not become the name of the cookie.
  if (/^(Bearer|DPoP)\b/i.test(request.headers.authorization ?? '')) return undefined
  const selection = selectionOf(request)
  if (!hasSessionCookie(request.headers.cookie, selection.webIntegrationId, selection.relayed)) return undefined
  const session = await readBrowserSession(context, request.headers.cookie, selection)
  if (session === undefined) throw new UnderstudyError('AUTH-SESSION-ENDED', 'The session of the cookie ended.')
  assertFromPage(request, session, selection.relayed)
  assertCsrfToken(request, session)
  return admitPrincipal(context, {
    userId: session.userId,
    userEpoch: session.userEpoch,
    actor: undefined,
    scope: wholeUser,
    expiresAt: session.endsAt,
    credential: { type: 'session', sessionId: session.id, webIntegrationId: session.webIntegrationId },
  })
}

/** The session that a request's cookies stand for, without any check of where the request comes from. */
export const readRequestSession = (
  context: TenantContext,
  request: CredentialRequest,
): Promise<BrowserSession | undefined> => readBrowserSession(context, request.headers.cookie, selectionOf(request))

const selectionOf = (request: CredentialRequest) => ({
  webIntegrationId: headerOrParameter(request, 'qlik-web-integration-id'),
  relayed: isRelayed(request),
})

/** Every browser that keeps `Secure` cookies marks its requests (Fetch Metadata), and sends an `Origin` with most. */
const isRelayed = ({ headers }: CredentialRequest): boolean =>
  headers.origin === undefined && headers['sec-fetch-site'] === undefined

const isUpgrade = ({ headers }: CredentialRequest): boolean => headers.upgrade?.toLowerCase() === 'websocket'

/**
 * Pages of other origins have to say where they are, which the list of their web integration is compared with. Without
 * that, the answer could be meant for any page that can make the browser ask.
 */
const assertFromPage = (request: CredentialRequest, session: BrowserSession, relayed: boolean): void => {
  if (relayed || request.headers.origin !== undefined) return
  if (session.webIntegrationId === undefined && !isUpgrade(request)) return
  throw new UnderstudyError('WEB-INTEGRATIONS-ORIGIN', 'The browser did not send the origin of the page.')
}

const assertCsrfToken = (request: CredentialRequest, session: BrowserSession): void => {
  const reading = request.method === 'GET' || request.method === 'HEAD'
  if (reading && !isUpgrade(request)) return
  // Scripts of pages cannot give a WebSocket headers. For all else the header is asked for, which a form cannot send.
  const presented = isUpgrade(request)
    ? headerOrParameter(request, 'qlik-csrf-token')
    : singleHeader(request, 'qlik-csrf-token')
  if (!isCsrfToken(presented, session.csrfToken))
    throw new UnderstudyError('CSRF-TOKEN-2', 'The request carries no CSRF token of the session.')
}

const singleHeader = ({ headers }: CredentialRequest, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

/** What the published client sends as a header with requests, and as a parameter with a WebSocket. */
const headerOrParameter = (request: CredentialRequest, name: string): string | undefined =>
  singleHeader(request, name) ?? new URLSearchParams(request.url.split('?', 2)[1]).get(name) ?? undefined
