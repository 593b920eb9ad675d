import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginFamily } from '../../oauth/refresh/refresh-family.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let client: Credentials
let admin: RestCaller
let users: string[]

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  client = await tenant.addClient()
  admin = await machineCaller(tenant)
  users = (await Promise.all([tenant.addUser(), tenant.addUser(), tenant.addUser()])).sort()
  for (const userId of users) await grantTo(userId)
})
afterAll(() => tenant.close())

const grantTo = async (userId: string): Promise<string> => {
  const { store, clock, randomness } = tenant.context
  const grantId = randomness.uuid()
  const parties = { user: { id: userId, epoch: 0 }, client: { id: client.clientId, epoch: 0 } }
  const grant = { grantId, ...parties, scopes: ['user_default'], jkt: undefined, authTime: clock(), label: {} }
  await store.transaction().execute((transaction) => beginFamily(tenant.context, transaction, grant))
  return grantId
}
const callerOf = async (userId: string) => restCaller(tenant, await tenant.userToken(userId, client))
const ownersOf = (body: { data: { userId: string }[] }) => body.data.map(({ userId }) => userId)

describe('the list of OAuth tokens', () => {
  it('shows administrators everybody’s, page by page', async () => {
    const first = await admin('GET', '/oauth-tokens?limit=2&sort=userId')
    expect(ownersOf(first.body)).toEqual(users.slice(0, 2))
    expect(first.body.data[0]).toMatchObject({ clientId: client.clientId })
    const second = await admin('GET', first.body.links.next.href)
    expect(ownersOf(second.body)).toEqual(users.slice(2))
    expect(second.body.links.next).toBeUndefined()
    const back = await admin('GET', second.body.links.prev.href)
    expect(ownersOf(back.body)).toEqual(users.slice(0, 2))
    expect(ownersOf((await admin('GET', `/oauth-tokens?userId=${users[1]}`)).body)).toEqual([users[1]])
    expect((await admin('GET', '/oauth-tokens?page=next.made.up')).status).toBe(400)
    expect((await admin('GET', '/oauth-tokens?page=aside.x')).status).toBe(400)
  })

  it('shows users their own only', async () => {
    const [mine = '', other = ''] = users
    const caller = await callerOf(mine)
    expect(ownersOf((await caller('GET', '/oauth-tokens')).body)).toEqual([mine])
    expect(ownersOf((await caller('GET', `/oauth-tokens?userId=${other}`)).body)).toEqual([])
  })
})

describe('deleting an OAuth token', () => {
  it('ends a grant of one’s own, not that of others', async () => {
    const [mine = '', other = ''] = users
    const [grant, foreign] = [await grantTo(mine), await grantTo(other)]
    const caller = await callerOf(mine)
    expect((await caller('DELETE', `/oauth-tokens/${grant}`)).status).toBe(204)
    expect((await caller('DELETE', `/oauth-tokens/${grant}`)).status).toBe(404)
    const refused = await caller('DELETE', `/oauth-tokens/${foreign}`)
    expect([refused.status, refused.body.errors[0].code]).toEqual([404, 'OAUTH-TOKENS-NOT-FOUND'])
    expect((await admin('DELETE', `/oauth-tokens/${foreign}`)).status).toBe(204)
  })

  it('ends an impersonation token by the id that the journal has', async () => {
    const [userId = '', other = ''] = users
    const token = await tenant.userToken(userId, client)
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const holder = restCaller(tenant, token)
    expect((await (await callerOf(other))('DELETE', `/oauth-tokens/${jti}`)).status).toBe(404)
    expect((await holder('GET', '/oauth-tokens')).status).toBe(200)
    expect((await admin('DELETE', `/oauth-tokens/${jti}`)).status).toBe(204)
    expect((await holder('GET', '/oauth-tokens')).body.errors[0].code).toBe('AUTH-TOKEN-REVOKED')
    expect((await admin('DELETE', '/oauth-tokens/00000000-0000-4000-8000-000000000000')).status).toBe(404)
  })
})
