import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { UnderstudyError } from '@understudy/contract'
import type { Config } from '../config/options.js'
import { listeningUrl } from '../network/listening-url.js'
import type { Health } from '../operations/health.js'
import type { Metrics } from '../operations/metrics.js'
import { answerHealth } from './health-requests.js'

/** The port for whoever operates the tenant. */
export interface OperationsServer {
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * Answers `/healthz`, `/readyz` and `/metrics` on a port of their own, from the first moment of the process to its last.
 * Metrics tell how much a tenant is used, so they are on this port only.
 *
 * @returns undefined when no port was given
 * @throws UnderstudyError `SERVE-PORT-TAKEN`
 */
export const startOperationsServer = async (
  { operationsHost, operationsPort }: Pick<Config, 'operationsHost' | 'operationsPort'>,
  health: Health,
  metrics: Metrics,
): Promise<OperationsServer | undefined> => {
  if (operationsPort === undefined) return undefined
  const answer: RequestListener = (request, response) => {
    if (answerHealth(health, request, response)) return
    if (request.url === '/metrics' && request.method === 'GET')
      metrics.text().then(
        (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        () => response.writeHead(500).end(),
      )
    else response.writeHead(404).end()
  }
  const server = createServer(answer)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new UnderstudyError('SERVE-PORT-TAKEN', `Something listens on ${operationsHost}:${operationsPort} already.`)
          : error,
      ),
    )
    server.listen(operationsPort, operationsHost, resolve)
  })
  return {
    url: listeningUrl(operationsHost, (server.address() as AddressInfo).port),
    close: async () => {
      server.closeAllConnections()
      await promisify(server.close.bind(server))()
    },
  }
}
