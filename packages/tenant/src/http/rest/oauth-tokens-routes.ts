import { rest, scopesCover } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { listGrants } from '../../oauth/refresh/list-grants.js'
import { revokeById } from '../../oauth/revocation/revoke-by-id.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const anyone = { onRequest: requireScopes('user_default', 'admin_classic') }
const tags = ['oauth-tokens']

/** The OAuth tokens API of contract 4.7: users see and end their own, administrators those of everybody. */
export const addOAuthTokenRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.OAuthTokenListQuery }>(
    '/oauth-tokens',
    {
      ...anyone,
      schema: {
        tags,
        summary: 'List long-lived OAuth tokens',
        querystring: rest.OAuthTokenListQuery,
        response: answers(200, rest.OAuthTokenPage),
      },
    },
    async (request): Promise<rest.OAuthTokenPage> => {
      const { limit, page, sort, userId } = request.query
      const own = isAdmin(request) ? undefined : request.caller.userId
      if (own !== undefined && userId !== undefined && userId !== own) {
        return { data: [], links: links(request, {}) }
      }
      const { tokens, ...cursors } = await listGrants(request.tenant, {
        userId: own ?? userId,
        limit,
        page,
        descending: sort === '-userId',
      })
      return { data: [...tokens], links: links(request, cursors) }
    },
  )

  app.delete<{ Params: IdParams }>(
    '/oauth-tokens/:id',
    {
      ...anyone,
      schema: { tags, summary: 'Revoke an OAuth token', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      const { userId, trace } = request.caller
      await revokeById(request.tenant, request.params.id, { userId, tenantAdmin: isAdmin(request), trace })
      return reply.status(204).send()
    },
  )
}

const isAdmin = (request: FastifyRequest): boolean => scopesCover(request.caller.scopes, 'admin_classic')

/** This list turns its pages by `page` alone. */
const links = (request: FastifyRequest, pages: { readonly next?: string; readonly prev?: string }): rest.PageLinks => {
  const self = new URL(tenantUrl(request, request.url))
  const turned = (page: string): { href: string } => {
    const url = new URL(self)
    url.searchParams.set('page', page)
    return { href: url.href }
  }
  return {
    self: { href: self.href },
    ...(pages.next !== undefined && { next: turned(pages.next) }),
    ...(pages.prev !== undefined && { prev: turned(pages.prev) }),
  }
}
