import { nodeId } from '../audit/node-id.js'
import { dataPaths } from '../config/data-paths.js'
import { fetchExport } from '../exports/fetch-export.js'
import { disposition } from './content-disposition.js'
import type { RouteRegistration } from './server.js'
import './request-context.js'

/**
 * `GET /tempcontent/{secret}/{name}`: a file of exported data, once. Browsers come here by a link, without any other
 * credential: the address is one. It stands in no log, no cache keeps its answer, and no page runs from it.
 */
export const registerExportRoutes: RouteRegistration = (app, { config, randomness, metrics }) => {
  const node = nodeId(dataPaths(config).nodeIdFile, randomness.uuid)

  app.get<{ Params: { secret: string } }>(
    '/tempcontent/:secret/:name',
    // A look at the address must not use it up.
    { exposeHeadRoute: false },
    async (request, reply) => {
      reply.headers(headers)
      const fetched = await fetchExport(request.tenant, node, request.params.secret).catch((error: unknown) => {
        metrics.count('understudy_export_downloads_total', { outcome: 'refused' })
        throw error
      })
      metrics.count('understudy_export_downloads_total', { outcome: 'sent' })
      return reply
        .header('content-length', fetched.size)
        .header('content-disposition', disposition(fetched.name))
        .type(fetched.mediaType)
        .send(fetched.file.createReadStream())
    },
  )
}

const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'content-security-policy': "sandbox; default-src 'none'",
} as const
