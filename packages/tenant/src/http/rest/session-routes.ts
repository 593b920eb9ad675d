import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { readUser } from '../../directory/users/read-user.js'
import { visibleFields } from '../../directory/users/user-view.js'
import { readRequestSession } from '../../oauth/credentials/session-cookie.js'
import { readTenant } from '../../tenants/read-tenant.js'
import { requireAuthentication, requireVisitor } from '../authentication.js'
import '../request-context.js'
import { type EmptyResource, emptyResources } from './empty-resources-routes.js'
import { tenantUrl } from './page-links.js'
import { answers } from './route-schemas.js'
import { selectUserFields } from './user-fields.js'

const anyone = { onRequest: requireAuthentication }
const visitors = { onRequest: requireVisitor }
const tags = ['session']

const defaultLocale = 'en-US'

const Flags = Type.Record(Type.String(), Type.Boolean())

const Claims = Type.Object({
  userId: Type.String(),
  tenantId: Type.String(),
  subType: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
})

const BootAnswer = Type.Object({
  path: Type.String(),
  method: Type.String(),
  status: Type.Integer(),
  data: Type.Unknown(),
})

/** What the published clients are told beforehand beside the user, the tenant and the locale. */
const bootResources = [
  '/brands/active',
  '/licenses/overview',
  '/licenses/status',
  '/tenant-settings',
] as const satisfies readonly (keyof typeof emptyResources)[]

/** What the published clients ask for by themselves about the user's session (contract 0.8, 0.9, 0.10). */
export const addSessionRoutes = (app: FastifyInstance): void => {
  app.get(
    '/user-locale',
    { ...visitors, schema: { tags, summary: 'The language of the user', response: answers(200, rest.UserLocale) } },
    async (request) =>
      request.principal.onlyApp === undefined ? userLocale(await currentUser(request)) : { locale: defaultLocale },
  )

  app.get(
    '/features',
    { ...visitors, schema: { tags, summary: 'Feature switches; there are none', response: answers(200, Flags) } },
    async () => ({}),
  )

  app.get(
    '/ui-config',
    {
      ...visitors,
      schema: { tags, summary: 'Settings of the user interface; there are none', response: answers(200, Flags) },
    },
    async () => ({}),
  )

  // The path of earlier clients.
  app.get(
    '/locale',
    { ...visitors, schema: { tags, summary: 'The language of the user', response: answers(200, rest.UserLocale) } },
    async (request) =>
      request.principal.onlyApp === undefined ? userLocale(await currentUser(request)) : { locale: defaultLocale },
  )

  app.get(
    '/user-settings',
    { ...anyone, schema: { tags, summary: 'Settings of the user; there are none', response: answers(200, Flags) } },
    async () => ({}),
  )

  app.get(
    '/claims/me',
    { ...anyone, schema: { tags, summary: 'What the credential says', response: answers(200, Claims) } },
    async (request) => claimsOf(request, await currentUser(request)),
  )

  // Answers in advance what the browser client would ask for next, in one round trip.
  app.get(
    '/boot/core-init',
    {
      ...anyone,
      schema: { tags, summary: 'First answers for the browser client', response: answers(200, Type.Array(BootAnswer)) },
    },
    async (request) => {
      const user = await currentUser(request)
      const { tenant } = request.tenant
      const links = { self: { href: tenantUrl(request, `/api/v1/tenants/${tenant.id}`) } }
      const answer = (path: string, data: unknown) => ({ path, method: 'GET', status: 200, data })
      const empty = async (path: (typeof bootResources)[number]) => {
        const resource: EmptyResource = emptyResources[path]
        return answer(`/api/v1${path}`, await resource.answer(request))
      }
      return [
        answer('/api/v1/users/me', selectUserFields(user, undefined, visibleFields(request.caller, user.id))),
        answer('/api/v1/tenants/me', { ...(await readTenant(request.tenant)), links }),
        answer('/api/v1/user-locale', userLocale(user)),
        answer('/api/v1/user-settings', {}),
        answer('/api/v1/claims/me', claimsOf(request, user)),
        ...(await Promise.all(bootResources.map(empty))),
      ]
    },
  )

  app.get(
    '/csrf-token',
    {
      ...anyone,
      schema: {
        tags,
        summary: 'Read the CSRF token of a cookie session, from a header of the answer',
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      if (request.principal.credential.type !== 'session')
        throw new UnderstudyError('CSRF-TOKEN-UNUSED', 'The request is authenticated by its Authorization header.')
      const session = await readRequestSession(request.tenant, request)
      return reply.status(204).header('qlik-csrf-token', session?.csrfToken).send()
    },
  )
}

const currentUser = async (request: FastifyRequest): Promise<Omit<rest.User, 'groups'>> => {
  const user = await readUser(request.tenant.store, request.tenant.tenant.id, request.caller.userId)
  return { ...user, links: { self: { href: tenantUrl(request, `/api/v1/users/${user.id}`) } } }
}

/** Who acts, and for what: nothing of a person that a page does not know already. */
const claimsOf = (request: FastifyRequest, user: Pick<rest.User, 'name'>): Type.Static<typeof Claims> => ({
  userId: request.caller.userId,
  tenantId: request.tenant.tenant.id,
  subType: 'user',
  name: user.name,
  scopes: [...request.caller.scopes],
})

const userLocale = (user: Pick<rest.User, 'preferredLocale' | 'locale'>): { locale: string } => ({
  locale: user.preferredLocale ?? user.locale ?? defaultLocale,
})
