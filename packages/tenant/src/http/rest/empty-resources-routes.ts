import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { readTenant } from '../../tenants/read-tenant.js'
import { requireAuthentication } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers } from './route-schemas.js'

const text = Type.Optional(Type.String({ maxLength: 1024 }))
const flag = Type.Optional(Type.Boolean())

/** Query parameters that the published client sends to these lists. */
const parameters = {
  actionToBlock: text,
  endingBefore: text,
  filter: text,
  limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
  locale: text,
  manageableInHub: flag,
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  orphans: flag,
  page: text,
  periodsToInclude: text,
  read: flag,
  reportUsage: flag,
  resourceType: text,
  sort: text,
  startingAfter: text,
  subscribable: flag,
} as const

/** What a tenant has none of, with its answer. */
export interface EmptyResource {
  readonly summary: string
  readonly parameters?: readonly (keyof typeof parameters)[]
  readonly response: TSchema
  readonly answer: (request: FastifyRequest) => unknown
}

const noData = (): { data: never[] } => ({ data: [] })
const noPage = (request: FastifyRequest): { data: never[]; links: { self: { href: string } } } => ({
  data: [],
  links: { self: { href: tenantUrl(request, request.url) } },
})

/** What published hosts and clients ask for and a tenant has none of, with the answer that their types know for that. */
export const emptyResources = {
  '/themes': { summary: 'List uploaded themes: none', response: rest.NoData, answer: noData },
  '/extensions': { summary: 'List uploaded extensions: none', response: rest.NoData, answer: noData },
  '/brands': {
    summary: 'List brands: none',
    parameters: ['endingBefore', 'limit', 'sort', 'startingAfter'],
    response: rest.NoPage,
    answer: noPage,
  },
  '/brands/active': {
    summary: 'The brand in force: none',
    response: rest.NoBrand,
    answer: () => ({}),
  },
  '/licenses/overview': {
    summary: 'The licence: whoever runs the tenant needs none',
    response: rest.LicenseOverview,
    answer: async (request) => rest.licenseOverview((await readTenant(request.tenant)).created),
  },
  '/licenses/status': {
    summary: 'Whether the licence is valid: always',
    response: rest.LicenseStatus,
    answer: async (request) => rest.licenseStatus((await readTenant(request.tenant)).created),
  },
  '/licenses/assignments': {
    summary: 'List licences of users: none',
    parameters: ['filter', 'limit', 'orphans', 'page', 'sort'],
    response: rest.NoPage,
    answer: noPage,
  },
  '/licenses/consumption': {
    summary: 'List what licences were used for: nothing',
    parameters: ['filter', 'limit', 'page', 'sort'],
    response: rest.NoPage,
    answer: noPage,
  },
  '/licenses/settings': {
    summary: 'Whether licences are assigned by themselves: there are none to assign',
    response: rest.LicenseSettings,
    answer: () => ({ autoAssignAnalyzer: false, autoAssignProfessional: false }),
  },
  '/consumption/executions': {
    summary: 'List what was metered: nothing',
    parameters: ['actionToBlock', 'filter', 'limit', 'offset', 'page', 'periodsToInclude', 'sort'],
    response: rest.NoExecutions,
    answer: (request) => ({ ...noPage(request), currentPageCount: 0, totalCount: 0 }),
  },
  '/quotas': { summary: 'List quotas: none', parameters: ['reportUsage'], response: rest.NoData, answer: noData },
  '/tenant-settings': {
    summary: 'Settings of the hub: none but whose they are',
    response: rest.TenantSettings,
    answer: async (request) => {
      const { id, created, lastUpdated, createdByUser = '' } = await readTenant(request.tenant)
      return { id, tenantId: id, createdAt: created, createdBy: createdByUser, updatedAt: lastUpdated }
    },
  },
  '/tenant-settings/start-pages': {
    summary: 'Start pages to choose from: none',
    response: rest.NoStartPages,
    answer: () => ({ defaultValue: 'analytics-hub', values: [] }),
  },
  '/ui-config/pinned-links': { summary: 'List pinned links: none', response: rest.NoData, answer: noData },
  '/notifications': {
    summary: 'List kinds of notifications: none',
    parameters: ['locale', 'manageableInHub', 'subscribable'],
    response: rest.NoNotifications,
    answer: () => ({ notifications: [] }),
  },
  '/web-notifications': {
    summary: 'List notifications: none',
    parameters: ['limit', 'page', 'read', 'resourceType', 'sort'],
    response: rest.NoWebNotifications,
    answer: (request) => ({ ...noPage(request), meta: { unreadCount: 0 } }),
  },
} satisfies Readonly<Record<string, EmptyResource>>

/** Adds the lists that stay empty. What would fill them is refused: see `unprovided-resources.ts`. */
export const addEmptyResourceRoutes = (app: FastifyInstance): void => {
  for (const [path, resource] of Object.entries<EmptyResource>(emptyResources)) {
    const querystring = Type.Object(
      Object.fromEntries((resource.parameters ?? []).map((name) => [name, parameters[name]])),
      { additionalProperties: false },
    )
    app.get(
      path,
      {
        onRequest: requireAuthentication,
        schema: {
          tags: ['empty'],
          summary: resource.summary,
          querystring,
          response: answers(200, resource.response),
        },
      },
      async (request) => resource.answer(request),
    )
  }
}
