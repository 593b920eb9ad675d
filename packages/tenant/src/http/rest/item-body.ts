import type { rest } from '@understudy/contract'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../apps/app-rows.js'
import { viewsOf } from '../../apps/views/item-views.js'
import { type ItemMembership, membershipsOf } from '../../collections/item-memberships.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'

/** What a user may do with an app, in the words of items. */
const actions = ['read', 'exportdata']

/** The items of apps, with their views and the collections of the caller that they are in. */
export const itemBodies = async (
  request: FastifyRequest,
  apps: readonly App[],
  noActions: boolean,
): Promise<rest.Item[]> => {
  const ids = apps.map(({ id }) => id)
  const memberships = await membershipsOf(request.tenant, request.caller.userId, ids)
  const views = await viewsOf(request.tenant, ids)
  return apps.map((app) => bodyOf(request, app, noActions, memberships(app.id), views(app.id)))
}

/** The item of one app. */
export const itemBody = async (request: FastifyRequest, app: App): Promise<rest.Item> => {
  const membership = await membershipsOf(request.tenant, request.caller.userId, [app.id])
  const views = await viewsOf(request.tenant, [app.id])
  return bodyOf(request, app, false, membership(app.id), views(app.id))
}

/** The item of an app (contract 4.13). It has the app's id. */
const bodyOf = (
  request: FastifyRequest,
  app: App,
  noActions: boolean,
  { collectionIds, isFavorited, collections, tags }: ItemMembership,
  itemViews: rest.Item['itemViews'],
): rest.Item => ({
  id: app.id,
  name: app.name,
  ...(app.description !== null && { description: app.description }),
  resourceId: app.id,
  resourceType: 'app',
  resourceAttributes: appAttributes(app),
  resourceCustomAttributes: {},
  resourceCreatedAt: app.created_at,
  resourceUpdatedAt: app.updated_at,
  ...(app.reload_status !== null && { resourceReloadStatus: app.reload_status }),
  ...(app.last_reload_at !== null && { resourceReloadEndTime: app.last_reload_at }),
  ...(app.space_id !== null && { spaceId: app.space_id }),
  ...(app.owner_id !== null && { ownerId: app.owner_id, creatorId: app.owner_id }),
  tenantId: app.tenant_id,
  ...(!noActions && { actions }),
  collectionIds: [...collectionIds],
  isFavorited,
  itemViews,
  meta: { actions: noActions ? [] : actions, collections: [...collections], isFavorited, tags: [...tags] },
  links: {
    self: { href: tenantUrl(request, `/api/v1/items/${app.id}`) },
    open: { href: tenantUrl(request, `/sense/app/${app.id}`) },
    collections: { href: tenantUrl(request, `/api/v1/items/${app.id}/collections`) },
  },
  createdAt: app.created_at,
  updatedAt: app.updated_at,
})

/** The attributes of an app (contract 4.13). */
export const appAttributes = (app: App): rest.NxApp['attributes'] => ({
  id: app.id,
  name: app.name,
  description: app.description ?? '',
  thumbnail: '',
  ...(app.last_reload_at !== null && { lastReloadTime: app.last_reload_at }),
  createdDate: app.created_at,
  modifiedDate: app.updated_at,
  ...(app.owner_id !== null && { ownerId: app.owner_id }),
  ...(app.space_id !== null && { spaceId: app.space_id }),
  originAppId: app.origin_app_id ?? '',
  publishTime: app.published_at ?? '',
  published: app.published_at !== null,
  encrypted: false,
  hasSectionAccess: app.has_section_access === 1,
  isDirectQueryMode: false,
  usage: 'ANALYTICS',
  custom: {},
})
