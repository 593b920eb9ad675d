import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket, type RawSocket } from '../../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], upgrades: [attachQix] })
  admin = await machineCaller(tenant)
  client = await tenant.addClient()
  await loadSmallApp(tenant)
})
afterAll(() => tenant.close())

const enter = async (userId: string): Promise<{ as: RestCaller; socket: RawSocket }> => {
  const token = await tenant.userToken(userId, client)
  const socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
  await socket.nextFrame()
  return { as: restCaller(tenant, token), socket }
}

const expectRevoked = async ({ as, socket }: { as: RestCaller; socket: RawSocket }): Promise<void> => {
  expect((await socket.closed).code).toBe(4006)
  expect((await as('GET', '/users/me')).status).toBe(401)
}

describe('what section access goes by revokes when it changes', () => {
  it.each([
    ['set', { op: 'replace', path: '/email', value: 'other@example.com' }],
    ['unset', { op: 'unset', path: '/email' }],
  ])('a mail address that is %s', async (_, change) => {
    const userId = await addReader(tenant, 'everything')
    const address = { email: 'former@example.com', email_folded: 'former@example.com' }
    await tenant.context.store.updateTable('users').set(address).where('id', '=', userId).execute()
    const entered = await enter(userId)
    await admin('PATCH', `/users/${userId}`, [{ op: 'replace', path: '/email', value: address.email }])
    expect((await entered.as('GET', '/users/me')).status).toBe(200)
    await admin('PATCH', `/users/${userId}`, [change])
    await expectRevoked(entered)
  })

  it('the name of a group, for its members only', async () => {
    const member = await enter(await addReader(tenant, 'north'))
    const other = await enter(await addReader(tenant, 'everything'))
    const rename = (value: string) => admin('PATCH', '/groups/group-north', [{ op: 'replace', path: '/name', value }])
    await rename('north')
    expect((await member.as('GET', '/users/me')).status).toBe(200)
    expect((await rename('elsewhere')).status).toBe(204)
    await expectRevoked(member)
    expect((await other.as('GET', '/users/me')).status).toBe(200)
    expect((await other.socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qType).toBe('Doc')
    await rename('north')
  })
})
