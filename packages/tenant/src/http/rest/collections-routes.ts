import { rest, scopesCover, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { listItems } from '../../apps/list-items.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import {
  createCollection,
  deleteCollection,
  patchCollection,
  updateCollection,
} from '../../collections/change-collections.js'
import { addCollectionItem, itemNotInCollection, removeCollectionItem } from '../../collections/collection-items.js'
import type { CollectionRecord } from '../../collections/collection-records.js'
import { includedItems } from '../../collections/included-items.js'
import { listCollections, readCollection } from '../../collections/list-collections.js'
import { favoritesAlias } from '../../collections/visible-collections.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { itemBodies, itemBody } from './item-body.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read', 'admin.collections.publicgoverned') }
const mayChange = { onRequest: requireScopes('apps', 'admin.collections.publicgoverned') }
const itemScopes = ['apps:read', 'admin.apps:read'] as const
const mayReadItems = { onRequest: requireScopes(...itemScopes) }
const tags = ['collections']

const itemParams = Type.Object({ ...idParams.properties, itemId: Type.String({ minLength: 1, maxLength: 64 }) })
type ItemParams = Type.Static<typeof itemParams>

/** The collections API: favourites of each user, their own collections of items, and those of all. */
export const addCollectionRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.CollectionListQuery }>(
    '/collections',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List collections',
        querystring: rest.CollectionListQuery,
        response: answers(200, rest.CollectionPage),
      },
    },
    async (request): Promise<rest.CollectionPage> => {
      const included = includedItems(request.query)
      if (included !== undefined) assertReadsItems(request.caller.scopes)
      const { rows, ...cursors } = await listCollections(request.tenant, request.caller, request.query)
      const data = rows.map((row) => withLinks(request, row))
      if (included !== undefined)
        for (const collection of data)
          collection.meta = { items: await itemsOf(request, collection.id, included, `${collection.links.items.href}`) }
      return { data, links: pageLinks(request, cursors) }
    },
  )

  app.post<{ Body: rest.CollectionCreate }>(
    '/collections',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Create a collection',
        body: rest.CollectionCreate,
        response: answers(201, rest.Collection),
      },
    },
    async (request, reply) =>
      reply.status(201).send(withLinks(request, await createCollection(request.tenant, request.caller, request.body))),
  )

  app.get(
    '/collections/favorites',
    {
      ...mayRead,
      schema: { tags, summary: "Read the caller's favourites", response: answers(200, rest.Collection) },
    },
    async (request) => withLinks(request, await readCollection(request.tenant, request.caller, favoritesAlias)),
  )

  app.get<{ Params: IdParams }>(
    '/collections/:id',
    {
      ...mayRead,
      schema: { tags, summary: 'Read a collection', params: idParams, response: answers(200, rest.Collection) },
    },
    async (request) => withLinks(request, await readCollection(request.tenant, request.caller, request.params.id)),
  )

  app.patch<{ Params: IdParams; Body: rest.CollectionPatch }>(
    '/collections/:id',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Change a collection, or give it to all',
        params: idParams,
        body: rest.CollectionPatch,
        response: answers(200, rest.Collection),
      },
    },
    async (request) =>
      withLinks(request, await patchCollection(request.tenant, request.caller, request.params.id, request.body)),
  )

  app.put<{ Params: IdParams; Body: rest.CollectionUpdate }>(
    '/collections/:id',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Update a collection',
        params: idParams,
        body: rest.CollectionUpdate,
        response: answers(200, rest.Collection),
      },
    },
    async (request) => {
      const { name, description } = request.body
      const update = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) }
      return withLinks(request, await updateCollection(request.tenant, request.caller, request.params.id, update))
    },
  )

  app.delete<{ Params: IdParams }>(
    '/collections/:id',
    {
      ...mayChange,
      schema: { tags, summary: 'Delete a collection', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteCollection(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )

  app.get<{ Params: IdParams; Querystring: rest.CollectionItemsQuery }>(
    '/collections/:id/items',
    {
      ...mayReadItems,
      schema: {
        tags,
        summary: 'List the items of a collection',
        params: idParams,
        querystring: rest.CollectionItemsQuery,
        response: answers(200, rest.ItemPage),
      },
    },
    async (request) => {
      const { id } = await readCollection(request.tenant, request.caller, request.params.id)
      return itemsOf(request, id, request.query)
    },
  )

  app.post<{ Params: IdParams; Body: rest.CollectionItem }>(
    '/collections/:id/items',
    {
      ...mayReadItems,
      schema: {
        tags,
        summary: 'Add an item to a collection',
        params: idParams,
        body: rest.CollectionItem,
        response: answers(201, rest.Item),
      },
    },
    async (request, reply) => {
      const item = await addCollectionItem(request.tenant, request.caller, request.params.id, request.body.id)
      return reply.status(201).send(await itemBody(request, item))
    },
  )

  app.get<{ Params: ItemParams }>(
    '/collections/:id/items/:itemId',
    {
      ...mayReadItems,
      schema: {
        tags,
        summary: 'Read an item of a collection',
        params: itemParams,
        response: answers(200, rest.Item),
      },
    },
    async (request) => {
      const { tenant, caller, params } = request
      const { id } = await readCollection(tenant, caller, params.id)
      const item = await itemBody(request, await readReadableApp(tenant, caller, params.itemId))
      if (!item.collectionIds.includes(id)) throw itemNotInCollection()
      return item
    },
  )

  app.delete<{ Params: ItemParams }>(
    '/collections/:id/items/:itemId',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Take an item out of a collection',
        params: itemParams,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await removeCollectionItem(request.tenant, request.caller, request.params.id, request.params.itemId)
      return reply.status(204).send()
    },
  )

  app.get<{ Params: IdParams; Querystring: rest.ItemCollectionsQuery }>(
    '/items/:id/collections',
    {
      ...mayReadItems,
      schema: {
        tags,
        summary: 'List the collections that an item is in',
        params: idParams,
        querystring: rest.ItemCollectionsQuery,
        response: answers(200, rest.CollectionPage),
      },
    },
    async (request): Promise<rest.CollectionPage> => {
      const { tenant, caller, params, query } = request
      const { id } = await readReadableApp(tenant, caller, params.id)
      const { rows, ...cursors } = await listCollections(tenant, caller, { ...query, itemId: id })
      return { data: rows.map((row) => withLinks(request, row)), links: pageLinks(request, cursors) }
    },
  )
}

/** Who may read collections alone is not told what is in them. */
const assertReadsItems = (scopes: readonly string[]): void => {
  if (itemScopes.some((scope) => scopesCover(scopes, scope))) return
  throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', `"includeItems" needs the scope ${itemScopes.join(' or ')}.`)
}

/** The items of one collection; `address` where the request is for something else. */
const itemsOf = async (
  request: FastifyRequest,
  collectionId: string,
  query: rest.CollectionItemsQuery,
  address?: string,
): Promise<rest.ItemPage> => {
  const { rows, ...cursors } = await listItems(request.tenant, request.caller, { ...query, collectionId })
  return {
    data: await itemBodies(request, rows, query.noActions === true),
    links: address === undefined ? pageLinks(request, cursors) : { self: { href: address } },
  }
}

const withLinks = (request: FastifyRequest, record: CollectionRecord): rest.Collection => {
  const href = tenantUrl(request, `/api/v1/collections/${record.id}`)
  return { ...record, links: { self: { href }, items: { href: `${href}/items` } } }
}
