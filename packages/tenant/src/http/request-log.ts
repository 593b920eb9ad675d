import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import { clientOf } from '../oauth/credential.js'
import type { Metrics } from '../operations/metrics.js'
import './request-context.js'

/** An answered request, without anything that its caller made up. */
export interface AnsweredRequest {
  readonly method: string
  /** The pattern of the path: what a caller writes in it belongs in no log and no metric. */
  readonly route: string
  readonly status: number
  /** Milliseconds from the request to the end of its answer. */
  readonly ms: number
  readonly bytes: number
  readonly tenant: string | undefined
  readonly client: string | undefined
  /** Id of the person or the client in whose name it was. */
  readonly user: string | undefined
  /** Code of the error that it was answered with. */
  readonly code?: string | undefined
  readonly traceId?: string | undefined
}

/** Tells of answered requests. */
export type TellAnswer = (answered: AnsweredRequest) => void

/**
 * Writes a line for each answered request, a warning for one that was refused, and counts it.
 *
 * @param log loses lines below its level before they are built
 */
export const answersTold =
  (log: Pick<FastifyBaseLogger, 'info' | 'warn'>, metrics: Metrics): TellAnswer =>
  (answered) => {
    const { method, route, status, ms } = answered
    metrics.count('understudy_http_requests_total', { method, route, status: String(status) })
    metrics.observe('understudy_http_request_seconds', { route }, ms / 1000)
    const line = { ...answered, ms: Math.round(ms * 10) / 10 }
    if (status >= 400) log.warn(line, 'refused')
    else log.info(line, 'answered')
  }

/** Tells of every request that passes through the framework. */
export const addRequestLog = (app: FastifyInstance, tell: TellAnswer): void => {
  app.decorateRequest('refusal')
  app.decorateRequest('began')
  app.addHook('onResponse', (request, reply, done) => {
    const { tenant, principal, refusal, began } = request
    tell({
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: began === undefined ? reply.elapsedTime : performance.now() - began,
      bytes: Number(reply.getHeader('content-length') ?? 0),
      tenant: tenant?.tenant.id,
      client: principal === undefined ? undefined : clientOf(principal.credential),
      user: principal?.userId,
      code: refusal,
      traceId: request.id,
    })
    done()
  })
}

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none'
