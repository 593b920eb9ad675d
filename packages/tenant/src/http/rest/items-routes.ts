import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import { listItems } from '../../apps/list-items.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { itemBody } from './item-body.js'
import { pageLinks } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read') }
const tags = ['items']

/** The items API: how apps are listed (contract 4.13). */
export const addItemRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.ItemListQuery }>(
    '/items',
    {
      ...mayRead,
      schema: { tags, summary: 'List items', querystring: rest.ItemListQuery, response: answers(200, rest.ItemPage) },
    },
    async (request): Promise<rest.ItemPage> => {
      const { rows, ...cursors } = await listItems(request.tenant, request.caller, request.query)
      return {
        data: rows.map((row) => itemBody(request, row, request.query.noActions === true)),
        links: pageLinks(request, cursors),
      }
    },
  )

  app.get<{ Params: IdParams }>(
    '/items/:id',
    { ...mayRead, schema: { tags, summary: 'Read an item', params: idParams, response: answers(200, rest.Item) } },
    async (request) =>
      itemBody(request, await readReadableApp(request.tenant, request.caller, request.params.id), false),
  )
}
