import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Health } from '../operations/health.js'

/** Seconds after which a node that is not ready is worth another look. */
const retryAfter = 2

const sendStatus = (request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body)
  if (status === 503) response.setHeader('retry-after', retryAfter)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

/**
 * Answers `GET /healthz` (the process lives) and `GET /readyz` (it should be sent requests; 503 where not), whatever the
 * `Host`: probes ask by address.
 *
 * @returns whether the request was one of these
 */
export const answerHealth = (health: Health, request: IncomingMessage, response: ServerResponse): boolean => {
  const { url, method } = request
  if ((url !== '/healthz' && url !== '/readyz') || (method !== 'GET' && method !== 'HEAD')) return false
  if (url === '/healthz') sendStatus(request, response, 200, { status: 'alive' })
  else
    health
      .readiness()
      .then((readiness) => sendStatus(request, response, readiness.status === 'serving' ? 200 : 503, readiness))
  return true
}
