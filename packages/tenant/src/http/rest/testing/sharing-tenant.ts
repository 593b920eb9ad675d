import type { rest } from '@understudy/contract'
import { attachQix } from '../../../qix/attach-qix.js'
import { openRawSocket, type RawSocket } from '../../../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../../../qix/testing/small-app.js'
import { type StartedTenant, startTenant } from '../../../testing/started-tenant.js'
import { registerRestRoutes } from '../register-rest-routes.js'
import { machineCaller, type RestAnswer, type RestCaller, restCaller } from './rest-caller.js'

/** A user with a token. */
export interface Someone {
  readonly id: string
  readonly token: string
  readonly as: RestCaller
}

/** A tenant with the small app, beside another tenant, for tests of who gets at the app. */
export interface SharingTenant {
  readonly tenant: StartedTenant
  readonly admin: RestCaller
  /** Makes a space without members, moves the app there, and returns the id of the space. */
  readonly spaceWithApp: (type?: rest.SpaceTypeName) => Promise<string>
  /** Makes a user in a group of the app's section access, or in none. */
  readonly someone: (group?: string | null) => Promise<Someone>
  /** `POST /spaces/{id}/shares`, by the administrator unless somebody else is named. */
  readonly share: (space: string, body: object, as?: RestCaller) => Promise<RestAnswer>
  /** Opens the app, or another; `first` is the first frame, or how the socket was closed. */
  // biome-ignore lint/suspicious/noExplicitAny: frames have every shape
  readonly open: (token: string, appId?: string) => Promise<{ readonly socket: RawSocket; readonly first: any }>
}

/** The body of a share of the small app; a consumer's unless roles are given. */
export const shareWith = (type: string, assigneeId: string, ...roles: string[]) => ({
  type,
  assigneeId,
  resourceId: smallAppId,
  resourceType: 'app',
  roles: roles.length === 0 ? ['consumer'] : roles,
})

/** Starts it on the store at a location. Always close its tenant. */
export const startSharingTenant = async (store: string): Promise<SharingTenant> => {
  const tenant = await startTenant({
    routes: [registerRestRoutes],
    upgrades: [attachQix],
    config: { store },
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  const admin = await machineCaller(tenant)
  const client = await tenant.addClient()
  await loadSmallApp(tenant)
  let count = 0
  return {
    tenant,
    admin,
    spaceWithApp: async (type = 'shared') => {
      count += 1
      const { id } = (await admin('POST', '/spaces', { name: `Space ${count}`, type })).body
      const { status } = await admin('PUT', `/apps/${smallAppId}/space`, { spaceId: id })
      if (status !== 200) throw new Error('The app did not move.')
      return id
    },
    someone: async (group = 'everything') => {
      const id = await addReader(tenant, group)
      const token = await tenant.userToken(id, client)
      return { id, token, as: restCaller(tenant, token) }
    },
    share: (space, body, as = admin) => as('POST', `/spaces/${space}/shares`, body),
    open: async (token, appId = smallAppId) => {
      const socket = await openRawSocket(`${tenant.url}/app/${appId}`, { authorization: `Bearer ${token}` })
      return { socket, first: await Promise.race([socket.nextFrame(), socket.closed]) }
    },
  }
}
