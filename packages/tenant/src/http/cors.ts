import { UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isAllowedOrigin } from '../clients/allowed-origins.js'
import { isOwnOrigin } from '../tenants/own-origin.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { isIntegrationOrigin } from '../web-integrations/read-web-integration.js'
import './request-context.js'

/** Request headers that the published clients send (contract 0.5, 0.10). */
const requestHeaders = [
  'authorization',
  'content-type',
  'dpop',
  'qlik-api-version',
  'x-feature-flag-overrides',
  'qlik-csrf-token',
  'qlik-web-integration-id',
  'qlik-confirm-delete',
]

/** Headers of one preflight that are looked at; what a page sends beyond is not allowed. */
const mostRequestedHeaders = 100

/** Response headers that scripts may read; `Date` lets a page measure a token's life by the tenant's clock. */
const exposedHeaders = 'content-disposition, date, dpop-nonce, location, qlik-csrf-token, retry-after, www-authenticate'

/** Seconds for which a browser remembers a preflight; short, since an origin may be taken off a client. */
const preflightLifetime = 300

/**
 * Answers browsers of other origins: exactly the origin that asks, when an enabled client or a web integration of the
 * tenant lists it, with credentials, never `*`. A preflight cannot know which; what reads the credential checks again.
 * Two kinds of paths answer every origin, so that a page which nobody lists learns why it stays empty: the runtime's code
 * and the token endpoint.
 *
 * @param allowedHeaders lower-case names of request headers that pages may send beside those of the published clients;
 *   `*` at the end stands for any rest
 */
export const addCors = (app: FastifyInstance, allowedHeaders: readonly string[]): void => {
  const isAllowedHeader = matchesSome(allowedHeaders)
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    reply.header('vary', 'Origin')
    if (origin === undefined || isOwnOrigin(request.tenant.tenant, origin)) return done()
    allowOrigin(request, reply, origin, isAllowedHeader).then((answered) => {
      if (!answered) done()
    }, done)
  })
}

/** @returns whether the request was a preflight, which is answered then */
const allowOrigin = async (
  request: FastifyRequest,
  reply: FastifyReply,
  origin: string,
  isAllowedHeader: (name: string) => boolean,
): Promise<boolean> => {
  const audience = audienceOf(request)
  if (audience === 'allowed origins' && !(await isListedOrigin(request.tenant, origin))) {
    throw new UnderstudyError(
      'OAUTH-29',
      `No enabled client or web integration of the tenant allows the origin ${origin.slice(0, 256)}.`,
    )
  }
  reply.headers(readableBy(origin, audience === 'everyone' ? 'without credentials' : 'with credentials'))
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false
  const requested = String(request.headers['access-control-request-headers'] ?? '')
    .toLowerCase()
    .split(',')
  const alsoAllowed = new Set(
    requested
      .slice(0, mostRequestedHeaders)
      .map((name) => name.trim())
      .filter(isAllowedHeader),
  )
  reply
    .status(204)
    .header('vary', 'Origin, Access-Control-Request-Headers')
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    .header('access-control-allow-headers', [...requestHeaders, ...alsoAllowed].join(', '))
    .header('access-control-max-age', preflightLifetime)
    .send()
  return true
}

/** Names only: a preflight lists no others, and what is said back must be no other header's text. */
const matchesSome = (patterns: readonly string[]) => {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')))
  const beginnings = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1))
  return (name: string): boolean =>
    exact.has(name) || (/^[\w-]{1,100}$/.test(name) && beginnings.some((beginning) => name.startsWith(beginning)))
}

/** The headers that let pages of an origin read an answer. */
export const readableBy = (
  origin: string,
  how: 'with credentials' | 'without credentials',
): Readonly<Record<string, string>> => ({
  'access-control-allow-origin': origin,
  ...(how === 'with credentials' ? { 'access-control-allow-credentials': 'true' } : {}),
  'access-control-expose-headers': exposedHeaders,
})

const isListedOrigin = async (tenant: TenantContext, origin: string): Promise<boolean> =>
  (await isAllowedOrigin(tenant, origin)) || isIntegrationOrigin(tenant, origin)

/**
 * Who may read the answers of a path.
 *
 * - `everyone`: keys and metadata are for everybody. The runtime's code is public and holds no data, and modules load through CORS only. A page that may not
 *   have it could not even show why. Without credentials, as nothing here depends on who asks. The frame page is not
 *   among it: who may frame it is decided by client.
 * - `everyone, with credentials`: the token endpoint decides by grant and client (`OAUTH-29`), which a preflight cannot
 *   know, and its refusal is for the page to read and for the journal to keep. The published client asks with
 *   `credentials: 'include'`. That gives nothing away: the token endpoint reads no cookie, a token request carries what it
 *   needs.
 * - `allowed origins`: everything else.
 */
const audienceOf = ({ url }: FastifyRequest): 'everyone' | 'everyone, with credentials' | 'allowed origins' => {
  const [path = ''] = url.split('?')
  if (path === '/oauth/token' || path === '/oauth/token/anonymous-embed') return 'everyone, with credentials'
  if (path.startsWith('/.well-known/')) return 'everyone'
  return path.startsWith('/qlik-embed/') && path !== '/qlik-embed/classic.html' ? 'everyone' : 'allowed origins'
}
