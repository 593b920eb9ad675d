import type { rest } from '@understudy/contract'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../apps/app-rows.js'
import { tenantUrl } from './page-links.js'

/** What a user may do with an app, in the words of items. */
const actions = ['read', 'exportdata']

/** The item of an app (contract 4.13). It has the app's id. */
export const itemBody = (request: FastifyRequest, app: App, noActions: boolean): rest.Item => ({
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
  collectionIds: [],
  isFavorited: false,
  meta: { actions: noActions ? [] : actions, collections: [], isFavorited: false, tags: [] },
  links: {
    self: { href: tenantUrl(request, `/api/v1/items/${app.id}`) },
    open: { href: tenantUrl(request, `/sense/app/${app.id}`) },
  },
  createdAt: app.created_at,
  updatedAt: app.updated_at,
})

/** The attributes of an app (contract 4.13). Apps come from folders, so none is a published copy of another. */
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
  originAppId: '',
  publishTime: '',
  published: false,
  encrypted: false,
  hasSectionAccess: app.has_section_access === 1,
  isDirectQueryMode: false,
  usage: 'ANALYTICS',
  custom: {},
})
