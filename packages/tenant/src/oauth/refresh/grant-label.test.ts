import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from '../../http/rest/testing/rest-caller.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { obtainCode, redemption, spa } from '../authorization/testing/browser.js'

const page = { origin: 'https://spa.example' }
const label = { deviceType: 'Tablet', description: 'The “blue” one, in the hall' }

describeOnBothStores('what a client tells of a device', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller
  let client: Credentials

  beforeAll(async () => {
    tenant = await startTenant({ routes: [registerRestRoutes], config: { store: await newLocation() } })
    admin = await machineCaller(tenant)
    client = await tenant.addClient({ ...spa, allowed_scopes: '["user_default","offline_access"]' })
  })
  afterAll(() => tenant?.close())

  const request = async (userId: string, told: object, scope = 'user_default offline_access') => ({
    ...redemption(client.clientId, await obtainCode(tenant, userId, client.clientId, { scope })),
    ...told,
  })
  const signIn = async (userId: string, told: object, scope?: string) => {
    const { status, body } = await tenant.requestToken(await request(userId, told, scope), page)
    expect(status).toBe(200)
    return body as { access_token: string; refresh_token: string }
  }
  const grantsOf = async (userId: string) => (await admin('GET', `/oauth-tokens?userId=${userId}`)).body.data
  const audited = async (event: 'issued' | 'revoked', userId: string) => {
    const { body } = await admin('GET', `/audits?eventType=com.qlik.core.oauth-token.${event}&userId=${userId}`)
    return body.data.map(({ data }: { data: Record<string, unknown> }) => data)
  }

  it('is shown in lists and audits, also after a refresh, until and when the grant ends', async () => {
    const userId = await tenant.addUser()
    const { refresh_token } = await signIn(userId, label)
    const refreshing = { grant_type: 'refresh_token', client_id: client.clientId, refresh_token }
    const { body: second } = await tenant.requestToken(refreshing, page)
    const [grant, ...others] = await grantsOf(userId)
    expect(others).toEqual([])
    expect(grant).toMatchObject(label)
    expect(await audited('issued', userId)).toMatchObject([
      { ...label, grantType: 'refresh_token' },
      { ...label, grantType: 'authorization_code' },
    ])

    const revoking = { token: second.access_token, client_id: client.clientId }
    const body = new URLSearchParams(revoking)
    expect((await fetch(`${tenant.url}/oauth/revoke`, { method: 'POST', body, headers: page })).status).toBe(200)
    expect(await grantsOf(userId)).toEqual([])
    expect(await audited('revoked', userId)).toMatchObject([{ ...label, revokedContext: { grantId: grant.id } }])
  })

  it('is told of a grant that a repeated code or refresh token ends', async () => {
    const userId = await tenant.addUser()
    const repeated = await request(userId, label)
    await tenant.requestToken(repeated, page)
    await tenant.requestToken(repeated, page)
    const { refresh_token } = await signIn(userId, { deviceType: 'Watch' })
    const refreshing = { grant_type: 'refresh_token', client_id: client.clientId, refresh_token }
    await tenant.requestToken(refreshing, page)
    await tenant.requestToken(refreshing, page)
    expect(await audited('revoked', userId)).toMatchObject([{ deviceType: 'Watch' }, label])
  })

  it('is told of a single token, also where nothing was granted for longer', async () => {
    const userId = await tenant.addUser()
    const { access_token } = await signIn(userId, label, 'user_default')
    const [issued] = await audited('issued', userId)
    expect(issued).toMatchObject(label)
    const holder = restCaller(tenant, access_token)
    expect((await holder('DELETE', `/oauth-tokens/${issued.id}`, undefined, page)).status).toBe(204)
    expect(await audited('revoked', userId)).toMatchObject([{ ...label, id: issued.id }])
  })

  it('comes by forms as well, and may be left out or empty', async () => {
    const userId = await tenant.addUser()
    const form = new URLSearchParams({ ...(await request(userId, label)), deviceType: '' })
    const answer = await fetch(`${tenant.url}/oauth/token`, { method: 'POST', body: form, headers: page })
    expect(answer.status).toBe(200)
    const [grant] = await grantsOf(userId)
    expect(grant).toMatchObject({ description: label.description })
    expect(grant).not.toHaveProperty('deviceType')
    const [issued] = await audited('issued', userId)
    expect(issued).not.toHaveProperty('deviceType')
  })

  describe.each(['deviceType', 'description'])('as %s', (parameter) => {
    it.each([
      ['too long', 'x'.repeat(257)],
      ['no text', 7],
      ['null', null],
      ['a list', ['x', 'y']],
      ['of two lines', 'x\ny'],
      ['of two lines, by a separator', 'x\u2028y'],
      ['turned around', 'x\u202ey'],
      ['NUL', 'x\0'],
    ])('is refused when it is %s, which leaves the code as it was', async (_, value) => {
      const userId = await tenant.addUser()
      const good = await request(userId, {})
      const bad = { ...good, [parameter]: value }
      const { body } = await expectRefusal(tenant, bad, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request', page)
      expect(body.errors[0].detail).toContain(`The parameter ${parameter} `)
      expect((await tenant.requestToken({ ...good, [parameter]: 'x'.repeat(256) }, page)).status).toBe(200)
    })
  })
})
