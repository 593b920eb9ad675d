import { UnderstudyError } from '@understudy/contract'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { dpopAlgorithms } from '../oauth/dpop/dpop-algorithms.js'
import { resourceMetadataPath } from '../oauth/protected-resource.js'
import { errorPage } from '../pages/error-page.js'
import { storeUnavailable } from '../store/store-unavailable.js'
import { sendPage } from './send-page.js'
import './request-context.js'

/**
 * Answers a failed request with the error envelope (contract 4.0), on `/oauth/*` with RFC 6749 section 5.2's members
 * beside it; a browser that was sent here gets a page that says the same. Unknown failures become one opaque 500; what
 * they were goes to the log only.
 */
export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const expected = asUnderstudyError(error)
  if (expected.entry.status >= 500) request.log.error({ err: error, traceId: request.id }, 'request failed')

  request.refusal = expected.code
  const { status, title, solution, oauthError } = expected.entry
  if (isNavigation(request)) return sendPage(reply, status, errorPage(expected, tenantName(request), request.id))
  const oauth = request.url.startsWith('/oauth/')
  const retryAfter = expected.meta?.retryAfter
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  const challenge = challengeOf(expected, request)
  if (challenge !== undefined) reply.header('www-authenticate', challenge)
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send({
      errors: [
        {
          code: expected.code,
          title,
          detail: expected.detail,
          // A string on the OAuth endpoints, a number elsewhere, as the contract has it.
          status: oauth ? String(status) : status,
          ...(expected.source === undefined ? {} : { source: expected.source }),
          meta: { ...expected.meta, solution },
        },
      ],
      traceId: request.id,
      // Where the published client looks for it, to fetch another token and try again (contract 0.10).
      ...(expected.code === 'CSRF-TOKEN-2' ? { code: expected.code } : {}),
      ...(oauth ? { error: oauthError ?? 'invalid_request', error_description: oauthText(expected.detail) } : {}),
    })
}

/**
 * Whether a person's browser came here to see a page. The clients of the API and of the token endpoint never ask for
 * HTML; the frame of classic embeds belongs to its host's page.
 */
const isNavigation = ({ headers, url }: FastifyRequest): boolean => {
  const forPrograms = url.startsWith('/api/') || url.startsWith('/qlik-embed/')
  return !forPrograms && headers.accept?.includes('text/html') === true
}

/** No tenant is known where the host name belongs to none. */
const tenantName = (request: FastifyRequest): string => request.tenant?.tenant.name ?? 'Understudy'

/** Brings every throw to an error of the catalogue. */
export const asUnderstudyError = (error: unknown): UnderstudyError => {
  if (error instanceof UnderstudyError) return error
  if (isClientError(error)) {
    if (error.statusCode === 413) return bodyTooLarge()
    if (error.statusCode === 415) return unsupportedMediaType()
    // An id that long names nothing.
    if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
      return new UnderstudyError('REST-NOT-FOUND', 'A part of the path is longer than any name or id.')
    }
    return malformed(error)
  }
  return (
    storeUnavailable(error) ??
    new UnderstudyError('HTTP-INTERNAL', 'The request failed for a reason inside the tenant.', { cause: error })
  )
}

/** A request is not what it claims to be. */
export const malformed = (cause: unknown): UnderstudyError =>
  new UnderstudyError('HTTP-MALFORMED', 'The request cannot be read.', { cause })

/** A body is larger than the server reads. */
export const bodyTooLarge = (): UnderstudyError => new UnderstudyError('REST-BODY-TOO-LARGE', 'The body is too large.')

/** A body is of a type that its path does not read. */
export const unsupportedMediaType = (): UnderstudyError =>
  new UnderstudyError('REST-UNSUPPORTED-MEDIA-TYPE', 'The Content-Type of the body is not supported.')

/** Whether Fastify itself found the request wrong. */
const isClientError = (error: unknown): error is FastifyError & { statusCode: number } =>
  error instanceof Error &&
  'code' in error &&
  String(error.code).startsWith('FST_') &&
  'statusCode' in error &&
  Number(error.statusCode) < 500

/**
 * The challenge of a refusal: of credentials of a user RFC 6750 section 3, with where to learn how to get better ones (RFC
 * 9728 section 5.1), or RFC 9449 section 7.1 where a key is to be proved; of those of a client RFC 6749 section 5.2.
 */
const challengeOf = (
  { code, detail, entry }: UnderstudyError,
  request: FastifyRequest,
): string | string[] | undefined => {
  if (code.startsWith('OAUTH-') && entry.status === 401) return 'Basic realm="understudy"'
  const missingScope = code === 'AUTH-INSUFFICIENT-SCOPE'
  if (entry.status !== 401 && !missingScope) return undefined
  const metadata =
    request.tenant === undefined ? [] : [`resource_metadata="${request.tenant.tenant.origin}${resourceMetadataPath}"`]
  const reason =
    code === 'AUTH-TOKEN-MISSING'
      ? []
      : [`error="${entry.oauthError ?? 'invalid_token'}"`, `error_description="${oauthText(detail)}"`]
  const parameters = ['realm="understudy"', ...reason, ...metadata]
  const bearer = `Bearer ${parameters.join(', ')}`
  const dpop = `DPoP ${[...parameters, `algs="${dpopAlgorithms.join(' ')}"`].join(', ')}`
  if (code === 'AUTH-TOKEN-MISSING') return [bearer, dpop]
  return code.startsWith('AUTH-DPOP-') || /^DPoP /i.test(request.headers.authorization ?? '') ? dpop : bearer
}

/** `error_description` may hold printable ASCII without quotation mark and backslash (RFC 6749 section 5.2). */
const oauthText = (text: string): string => text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?')
