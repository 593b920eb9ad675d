import type { auth } from '@qlik/api'
import type { rest } from '@understudy/contract'
import type { Config } from '../../../config/options.js'
import { attachQix } from '../../../qix/attach-qix.js'
import { openRawSocket, type RawSocket } from '../../../qix/testing/raw-socket.js'
import { type Credentials, type StartedTenant, startTenant } from '../../../testing/started-tenant.js'
import { registerRestRoutes } from '../register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './rest-caller.js'

/** The last argument of the published client's functions. */
export interface ClientOptions {
  readonly hostConfig: Parameters<typeof auth.setDefaultHostConfig>[0] & object
  readonly noCache: true
}

/** Somebody with a token. */
export interface Person {
  readonly id: string
  readonly token: string
  readonly as: RestCaller
  /** The same for the published client. */
  readonly options: ClientOptions
}

/** A tenant in which people make apps. */
export interface MakingTenant {
  readonly tenant: StartedTenant
  readonly client: Credentials
  readonly admin: RestCaller
  /** Makes a user with default roles of these names, whose token has the scope. */
  readonly person: (roles?: readonly string[], scope?: string) => Promise<Person>
  readonly maker: () => Promise<Person>
  readonly space: (type: rest.SpaceTypeName) => Promise<string>
  readonly assign: (space: string, person: Person, ...roles: rest.SpaceRole[]) => Promise<void>
  /** Opens an app over QIX; `first` is the first frame, or how the socket was closed. */
  // biome-ignore lint/suspicious/noExplicitAny: frames have every shape
  readonly open: (person: Person, appId: string) => Promise<{ readonly socket: RawSocket; readonly first: any }>
}

/** Starts it on the store at a location. Always close its tenant. */
export const startMakingTenant = async (store: string, config: Partial<Config> = {}): Promise<MakingTenant> => {
  const tenant = await startTenant({
    routes: [registerRestRoutes],
    upgrades: [attachQix],
    config: { store, ...config },
  })
  const admin = await machineCaller(tenant)
  const client = await tenant.addClient({ allowed_scopes: '["user_default"]' })
  let count = 0
  const person = async (roles: readonly string[] = [], scope = 'user_default'): Promise<Person> => {
    const assignedRoles = roles.map((name) => ({ name }))
    const made = await admin('POST', '/users', { subject: `person-${++count}`, name: `Person ${count}`, assignedRoles })
    const { id } = made.body
    const token = await tenant.userToken(id, client, scope)
    const options: ClientOptions = {
      hostConfig: { authType: 'oauth2', host: tenant.url, ...client, userId: id, scope, noCache: true },
      noCache: true,
    }
    return { id, token, as: restCaller(tenant, token), options }
  }
  return {
    tenant,
    client,
    admin,
    person,
    maker: () => person(['PrivateAnalyticsContentCreator']),
    space: async (type) => (await admin('POST', '/spaces', { name: `Space ${++count}`, type })).body.id,
    assign: async (space, { id }, ...roles) => {
      await admin('POST', `/spaces/${space}/assignments`, { type: 'user', assigneeId: id, roles })
    },
    open: async ({ token }, appId) => {
      const socket = await openRawSocket(`${tenant.url}/app/${appId}`, { authorization: `Bearer ${token}` })
      return { socket, first: await Promise.race([socket.nextFrame(), socket.closed]) }
    },
  }
}

/** Status and error code of a failed call of the published client. */
export const failure = async (call: Promise<unknown>): Promise<[status: number, code: string]> => {
  const error = await call.then(
    () => ({ status: 200, data: { errors: [{ code: 'none' }] } }),
    (thrown: { status: number; data: { errors: [{ code: string }] } }) => thrown,
  )
  return [error.status, error.data.errors[0].code]
}
