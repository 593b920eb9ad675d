import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/options.js'
import { currentNonce } from '../oauth/dpop/nonce.js'
import type { TokenCall, TokenResponse } from '../oauth/grants/grant.js'
import { answerTokenRequest, recordRefusal } from '../oauth/token-endpoint.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertPlainBody } from './body-coding.js'
import { readableBy } from './cors.js'
import { endOfTurn } from './end-of-turn.js'
import { asUnderstudyError, unsupportedMediaType } from './error-response.js'
import { parseFormBody } from './form-body.js'
import { requestedHost } from './forwarded.js'
import { parseJson } from './parse-json.js'
import { readBody } from './read-body.js'
import './request-context.js'
import type { TellAnswer } from './request-log.js'
import { hostProblem } from './request-target.js'
import { tokenCall } from './token-call.js'

/** What token requests are answered with. */
export interface TokenRequestsSetup {
  readonly tenantOf: (host: string | undefined) => TenantContext | undefined
  readonly config: Pick<Config, 'trustProxy'>
  /** Bytes of a request body. */
  readonly bodyLimit: number
  readonly tell: TellAnswer
  /** Fastify's listener. */
  readonly otherwise: RequestListener
}

const path = '/oauth/token'

/**
 * Answers `POST /oauth/token` (contract 1.1), with JSON and form bodies, on the bare server: passing through Fastify
 * costs as much as all of the rest but the signature. So this stays a straight line from a body to a token. Everything
 * else is left to Fastify, which answers it like the failures of all other routes: other requests, unknown hosts,
 * refusals once they are recorded, and whatever comes while the server closes.
 *
 * @returns the listener for all requests of the server
 */
export const tokenRequests = (app: FastifyInstance, setup: TokenRequestsSetup): RequestListener => {
  const { tenantOf, config, bodyLimit, otherwise, tell } = setup
  const refusals = new WeakMap<IncomingMessage, { readonly error: unknown; readonly began: number }>()
  const atEndOfTurn = endOfTurn()
  let closing = false
  app.addHook('preClose', (done) => {
    closing = true
    done()
  })

  const take = (context: TenantContext, request: IncomingMessage, response: ServerResponse): void =>
    readBody(request, bodyLimit, (read) => {
      // Now, as a connection that breaks no longer tells whose it was.
      const call = tokenCall(request, config)
      const began = performance.now()
      atEndOfTurn(() => void answer(context, request, response, call, read, began))
    })

  const answer = async (
    context: TenantContext,
    request: IncomingMessage,
    response: ServerResponse,
    call: TokenCall,
    read: string | UnderstudyError,
    began: number,
  ): Promise<void> => {
    let body: unknown
    try {
      if (typeof read !== 'string') {
        // Nobody reads the rest.
        response.setHeader('connection', 'close')
        throw read
      }
      assertPlainBody(request.headers)
      body = parseBody(request.headers['content-type'], read)
      const { response: token, issued } = await answerTokenRequest(context, body, call)
      const bytes = sendToken(response, token, {
        ...pageHeaders(context, call),
        ...(call.dpop === undefined ? undefined : { 'dpop-nonce': currentNonce(context) }),
      })
      tell({
        method: 'POST',
        route: path,
        status: 200,
        ms: performance.now() - began,
        bytes,
        tenant: context.tenant.id,
        client: issued.client,
        user: issued.subject,
      })
    } catch (error) {
      const refusal: unknown = await recordRefusal(context, body, call, asUnderstudyError(error)).catch(
        (unrecorded: unknown) => unrecorded,
      )
      refusals.set(request, { error: refusal, began })
      otherwise(request, response)
    }
  }

  app.register(async (scope) => {
    // Bodies are read here, if at all.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.post(path, (request, reply) => {
      const refusal = refusals.get(request.raw)
      if (refusal !== undefined) {
        request.began = refusal.began
        throw refusal.error
      }
      // The same path in another spelling.
      reply.hijack()
      take(request.tenant, request.raw, reply.raw)
    })
  })

  const isOurs = (request: IncomingMessage): boolean =>
    isTokenRequest(request) && hostProblem(request) === undefined && !closing

  return (request, response) => {
    const context = isOurs(request) ? tenantOf(requestedHost(request, config)) : undefined
    if (context === undefined) otherwise(request, response)
    else take(context, request, response)
  }
}

const isTokenRequest = ({ method, url }: IncomingMessage): boolean =>
  method === 'POST' && (url === path || url?.startsWith(`${path}?`) === true)

/** What lets the page that asks read the answer, unless it reads it anyway. */
const pageHeaders = ({ tenant }: TenantContext, { origin }: TokenCall): Readonly<Record<string, string>> | undefined =>
  origin === undefined || origin === tenant.origin ? undefined : readableBy(origin, 'with credentials')

const sendToken = (
  response: ServerResponse,
  token: TokenResponse,
  headers: Readonly<Record<string, string>> | undefined,
): number => {
  const body = tokenText(token)
  response.writeHead(200, {
    vary: 'Origin',
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...headers,
  })
  // All of it is ASCII (RFC 6749 appendix A), and Latin-1 is what Node writes fastest.
  response.end(body, 'latin1')
  return body.length
}

/** The token is most of the text, and of characters that JSON needs no time to look at (RFC 7515 section 3.1). */
const tokenText = ({ access_token, ...others }: TokenResponse): string =>
  `{"access_token":"${access_token}",${JSON.stringify(others).slice(1)}`

/** Parses bodies as Fastify does. */
const parseBody = (contentType: string | undefined, text: string): unknown => {
  const [mediaType = ''] = (contentType ?? '').split(';', 1)
  switch (mediaType.trim().toLowerCase()) {
    case 'application/json':
      return parseJson(text)
    case 'application/x-www-form-urlencoded':
      return parseFormBody(text)
    case '':
      if (text === '') return undefined
  }
  throw unsupportedMediaType()
}
