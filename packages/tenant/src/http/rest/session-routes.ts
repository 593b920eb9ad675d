import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { readUser } from '../../directory/users/read-user.js'
import { visibleFields } from '../../directory/users/user-view.js'
import { readRequestSession } from '../../oauth/credentials/session-cookie.js'
import { readTenant } from '../../tenants/read-tenant.js'
import { requireAuthentication, requireVisitor } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers } from './route-schemas.js'
import { selectUserFields } from './user-fields.js'

const anyone = { onRequest: requireAuthentication }
const visitors = { onRequest: requireVisitor }
const tags = ['session']

const defaultLocale = 'en-US'

const Flags = Type.Record(Type.String(), Type.Boolean())

const BootAnswer = Type.Object({
  path: Type.String(),
  method: Type.String(),
  status: Type.Integer(),
  data: Type.Unknown(),
})

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
      return [
        answer('/api/v1/users/me', selectUserFields(user, undefined, visibleFields(request.caller, user.id))),
        answer('/api/v1/tenants/me', { ...(await readTenant(request.tenant)), links }),
        answer('/api/v1/user-locale', userLocale(user)),
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

const userLocale = (user: Pick<rest.User, 'preferredLocale' | 'locale'>): { locale: string } => ({
  locale: user.preferredLocale ?? user.locale ?? defaultLocale,
})
