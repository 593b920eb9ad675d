import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { App } from '../../apps/app-rows.js'
import { renameApp } from '../../apps/change-app.js'
import { listItems } from '../../apps/list-items.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import { changeItemSettings, readItemSettings } from '../../apps/views/item-settings.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { itemBodies, itemBody } from './item-body.js'
import { pageLinks } from './page-links.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read') }
const mayChange = { onRequest: requireScopes('apps', 'admin.apps') }
/** Of all users, whose views go when they are counted no more. */
const mayGovern = { onRequest: requireScopes('admin.apps') }
const tags = ['items']

/** The items API: how apps are listed (contract 4.13). An item is the entry of its app, and goes with it. */
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
        data: await itemBodies(request, rows, request.query.noActions === true),
        links: pageLinks(request, cursors),
      }
    },
  )

  app.get(
    '/items/settings',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'Whether the opening of items is counted',
        querystring: noQuery,
        response: answers(200, rest.ItemSettings),
      },
    },
    async (request) => readItemSettings(request.tenant),
  )

  app.patch<{ Body: rest.ItemSettingsPatch }>(
    '/items/settings',
    {
      ...mayGovern,
      schema: {
        tags,
        summary: 'Switch on or off that the opening of items is counted',
        body: rest.ItemSettingsPatch,
        response: answers(200, rest.ItemSettings),
      },
    },
    async (request) => changeItemSettings(request.tenant, request.caller, request.body),
  )

  app.get<{ Params: IdParams }>(
    '/items/:id',
    { ...mayRead, schema: { tags, summary: 'Read an item', params: idParams, response: answers(200, rest.Item) } },
    async (request) => itemBody(request, await readReadableApp(request.tenant, request.caller, request.params.id)),
  )

  app.put<{ Params: IdParams; Body: rest.ItemUpdate }>(
    '/items/:id',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Give an item, and its app, another name or description',
        params: idParams,
        body: rest.ItemUpdate,
        response: answers(200, rest.Item),
      },
    },
    async (request) => {
      const { tenant, caller, body } = request
      const app = await readReadableApp(tenant, caller, request.params.id)
      assertSame(app, body)
      const { name = app.name, description = app.description ?? '' } = body
      const same = name === app.name && description === (app.description ?? '')
      return itemBody(request, same ? app : await renameApp(tenant, caller, app.id, { name, description }))
    },
  )

  app.delete<{ Params: IdParams }>(
    '/items/:id',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Refused: an item goes with its app',
        params: idParams,
        response: answers(204, Type.Null()),
      },
    },
    async (request) => {
      const { id } = await readReadableApp(request.tenant, request.caller, request.params.id)
      throw new UnderstudyError('ITEMS-OF-APP', `The item stays as long as the app ${id}.`)
    },
  )

  app.get<{ Params: IdParams; Querystring: rest.PublishedItemsQuery }>(
    '/items/:id/publisheditems',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List the published copies of an item',
        params: idParams,
        querystring: rest.PublishedItemsQuery,
        response: answers(200, rest.ItemPage),
      },
    },
    async (request): Promise<rest.ItemPage> => {
      const { id } = await readReadableApp(request.tenant, request.caller, request.params.id)
      const published = { ...request.query, publishedFrom: id }
      const { rows, ...cursors } = await listItems(request.tenant, request.caller, published)
      return { data: await itemBodies(request, rows, false), links: pageLinks(request, cursors) }
    },
  )
}

/** @throws UnderstudyError `ITEMS-OF-APP` for what changes with the app alone, and is sent otherwise than it is */
const assertSame = (app: App, update: rest.ItemUpdate): void => {
  const own: Readonly<Partial<Record<keyof rest.ItemUpdate, string>>> = {
    resourceType: 'app',
    resourceId: app.id,
    resourceSubType: '',
    spaceId: app.space_id ?? '',
  }
  for (const [member, value] of Object.entries(own)) {
    const sent = update[member as keyof rest.ItemUpdate]
    if (sent === undefined || sent === value) continue
    throw new UnderstudyError('ITEMS-OF-APP', `"${member}" is what the app says.`, {
      source: { pointer: `/${member}` },
    })
  }
}
