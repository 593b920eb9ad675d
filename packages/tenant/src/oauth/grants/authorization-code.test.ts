import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { advanceClientEpoch, advanceUserEpoch } from '../../store/epochs.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { obtainCode, redemption, spa } from '../authorization/testing/browser.js'

let tenant: StartedTenant
let client: Credentials
let userId: string

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
})
beforeEach(async () => {
  client = await tenant.addClient(spa)
  userId = await tenant.addUser()
})
afterAll(() => tenant?.close())

const page = { origin: 'https://spa.example' }

const redeem = async (changes: Record<string, unknown> = {}, headers: Record<string, string> = page) => {
  const code = await obtainCode(tenant, userId, client.clientId)
  return tenant.requestToken({ ...redemption(client.clientId, code), ...changes }, headers)
}

const refused = async (body: unknown, headers: Record<string, string> = page) =>
  expectRefusal(tenant, body, 400, 'OAUTH-CODE-INVALID', 'invalid_grant', headers)

const me = (token: string) =>
  fetch(`${tenant.url}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}`, ...page } })

describe('a code', () => {
  it('becomes a token of its user, readable by the page that sends cookies along', async () => {
    const { status, headers, body } = await redeem()
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-origin')).toBe(page.origin)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(body).toMatchObject({ token_type: 'bearer', scope: 'user_default', expires_in: 21600 })
    expect(body).not.toHaveProperty('refresh_token')
    expect(body).not.toHaveProperty('id_token')
    expect(await (await me(body.access_token)).json()).toMatchObject({ id: userId })
  })

  it('is redeemed by forms as well, and by a native client without an origin', async () => {
    const code = await obtainCode(tenant, userId, client.clientId)
    const response = await fetch(`${tenant.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(redemption(client.clientId, code)),
    })
    expect(response.status).toBe(200)
  })

  it('works once, and its repetition ends what the first use obtained', async () => {
    const code = await obtainCode(tenant, userId, client.clientId)
    const { body } = await tenant.requestToken(redemption(client.clientId, code), page)
    expect((await me(body.access_token)).status).toBe(200)
    await refused(redemption(client.clientId, code))
    expect((await me(body.access_token)).status).toBe(401)
  })

  it('that ten requests race for makes one token at most', async () => {
    const code = await obtainCode(tenant, userId, client.clientId)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => tenant.requestToken(redemption(client.clientId, code), page)),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
  })

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(64) }],
    ['another address', { redirect_uri: 'https://spa.example/callback/' }],
  ])('is used up by a presentation with %s', async (_, changes) => {
    const code = await obtainCode(tenant, userId, client.clientId)
    await refused({ ...redemption(client.clientId, code), ...changes })
    await refused(redemption(client.clientId, code))
  })

  it('is worth nothing to another client, made up, late, or without its verifier', async () => {
    const other = await tenant.addClient(spa)
    const stolen = await obtainCode(tenant, userId, client.clientId)
    await refused(redemption(other.clientId, stolen))
    await refused(redemption(client.clientId, 'made-up'))
    const late = await obtainCode(tenant, userId, client.clientId)
    await tenant.dependencies.store.updateTable('authorization_codes').set({ expires_at: Date.now() }).execute()
    await refused(redemption(client.clientId, late))
    const code = await obtainCode(tenant, userId, client.clientId)
    const { code_verifier: _, ...withoutVerifier } = redemption(client.clientId, code)
    await expectRefusal(tenant, withoutVerifier, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request', page)
  })

  it('dies with its user and with its client', async () => {
    const { store, ...context } = tenant.context
    const first = await obtainCode(tenant, userId, client.clientId)
    await advanceUserEpoch(store, context.tenant.id, userId)
    await refused(redemption(client.clientId, first))
    const second = await obtainCode(tenant, userId, client.clientId)
    await advanceClientEpoch(store, context.tenant.id, client.clientId)
    await refused(redemption(client.clientId, second))
  })

  it('dies with the session that it was obtained in', async () => {
    const code = await obtainCode(tenant, userId, client.clientId)
    await tenant.dependencies.store.deleteFrom('browser_sessions').where('user_id', '=', userId).execute()
    await refused(redemption(client.clientId, code))
  })

  it('is redeemed only from pages that the client allows', async () => {
    const code = await obtainCode(tenant, userId, client.clientId)
    const headers = { origin: 'https://evil.example' }
    const body = redemption(client.clientId, code)
    await expectRefusal(tenant, body, 403, 'OAUTH-29', 'unauthorized_client', headers)
  })
})

describe('a confidential client', () => {
  const web = { ...spa, app_type: 'web', allowed_auth_methods: '["client_secret"]', allowed_origins: '[]' } as const

  it('has to prove itself', async () => {
    const confidential = await tenant.addClient(web)
    const code = await obtainCode(tenant, userId, confidential.clientId)
    const body = redemption(confidential.clientId, code)
    await expectRefusal(tenant, body, 401, 'OAUTH-14', 'invalid_client')
    await expectRefusal(tenant, { ...body, client_secret: 'x' }, 401, 'OAUTH-14', 'invalid_client')
    expect(await tenant.requestToken({ ...body, ...wire(confidential) })).toMatchObject({ status: 200 })
  })

  it('that was disabled gets nothing', async () => {
    const code = await obtainCode(tenant, userId, client.clientId)
    await tenant.dependencies.store
      .updateTable('oauth_clients')
      .set({ disable_tag: 'why' })
      .where('id', '=', client.clientId)
      .execute()
    const body = redemption(client.clientId, code)
    await expectRefusal(tenant, body, 403, 'OAUTH-CLIENT-DISABLED', 'unauthorized_client', page)
  })
})
