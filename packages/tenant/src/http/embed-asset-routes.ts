import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { UnderstudyError } from '@understudy/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientOrigins } from '../clients/allowed-origins.js'
import { readCspOrigins } from '../csp-origins/list-csp-origins.js'
import { addedSources } from '../csp-origins/page-policy.js'
import { type EmbedAsset, encodingSuffix, readAssetManifest } from '../embed-assets/asset-manifest.js'
import { classicPagePolicy } from '../embed-assets/classic-page-policy.js'
import { negotiateEncoding } from '../embed-assets/negotiate-encoding.js'
import type { RouteRegistration } from './server.js'
import './request-context.js'

/** Path of the page in which classic embeds run. */
const classicPage = 'classic.html'

/**
 * `GET /qlik-embed/*`: the browser runtime, pre-compressed. Which pages may load it is decided by CORS for what needs
 * it (modules); the code itself is public.
 */
export const registerEmbedAssetRoutes: RouteRegistration = (app, { config }) => {
  const assets = readAssetManifest(config.embedAssetsDir)
  if (assets === undefined) {
    app.log.warn('The browser runtime is not built; /qlik-embed/* answers 404.')
    return
  }
  const tags = new Map<EmbedAsset, string>()
  const tagOf = (asset: EmbedAsset): string => {
    const known = tags.get(asset) ?? entityTag(asset)
    tags.set(asset, known)
    return known
  }

  const send = async (path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asset = assets.get(path)
    if (asset === undefined) throw new UnderstudyError('REST-NOT-FOUND', 'The browser runtime has no such file.')
    addSafetyHeaders(reply)
    if (asset.path === classicPage) await addClassicPageHeaders(request, reply)
    return asset.immutable ? sendForEver(asset, request, reply) : sendChecked(asset, tagOf(asset), request, reply)
  }

  app.get<{ Params: { '*': string } }>('/qlik-embed/*', (request, reply) => send(request.params['*'], request, reply))
  // Where the first published clients look for it.
  app.get('/main.js', (request, reply) => send('main.js', request, reply))
}

const addSafetyHeaders = (reply: FastifyReply): void => {
  reply
    .header('vary', 'Origin, Accept-Encoding')
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'cross-origin')
}

/** Who may frame the page depends on the client it is opened for. */
const addClassicPageHeaders = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const { client_id: clientId } = request.query as Readonly<Record<string, unknown>>
  const { store, tenant } = request.tenant
  const origins =
    typeof clientId === 'string' && !clientId.includes('\0') ? await clientOrigins(request.tenant, clientId) : []
  const added = addedSources(await readCspOrigins(store, tenant.id))
  reply
    .header('content-security-policy', classicPagePolicy(tenant.origin, origins, added))
    .header('referrer-policy', 'no-referrer')
}

const sendForEver = (asset: EmbedAsset, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  reply.header('cache-control', 'public, max-age=31536000, immutable')
  return sendFile(asset, request, reply)
}

/** Files with fixed names are asked for again each time, and sent only when they changed. */
const sendChecked = (asset: EmbedAsset, tag: string, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  reply.header('cache-control', 'no-cache').header('etag', tag)
  if (request.headers['if-none-match'] === tag) return reply.status(304).send()
  return sendFile(asset, request, reply)
}

const sendFile = (asset: EmbedAsset, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const encoding = negotiateEncoding(request.headers['accept-encoding']?.toString(), asset.encodings)
  if (encoding !== undefined) reply.header('content-encoding', encoding)
  const file = encoding === undefined ? asset.file : asset.file + encodingSuffix[encoding]
  return reply.type(asset.type).send(createReadStream(file))
}

/** Weak, as the encodings of one file share it (RFC 9110 section 8.8.1). */
const entityTag = ({ file }: EmbedAsset): string =>
  `W/"${createHash('sha256').update(readFileSync(file)).digest('base64url').slice(0, 22)}"`
