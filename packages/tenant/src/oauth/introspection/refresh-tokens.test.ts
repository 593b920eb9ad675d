import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { advanceClientEpoch, advanceUserEpoch } from '../../store/epochs.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { obtainCode, redemption, spa } from '../authorization/testing/browser.js'
import { currentNonce } from '../dpop/nonce.js'
import { proofKey } from '../dpop/testing/proofs.js'

const page = { origin: 'https://spa.example' }
const web = {
  ...spa,
  app_type: 'web',
  allowed_scopes: '["user_default","offline_access"]',
  allowed_auth_methods: '["client_secret"]',
} as const

let tenant: StartedTenant
let client: Credentials
let userId: string
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())
beforeEach(async () => {
  client = await tenant.addClient(web)
  userId = await tenant.addUser()
})

const signIn = async (headers: Record<string, string> = {}): Promise<string> => {
  const code = await obtainCode(tenant, userId, client.clientId, { scope: 'user_default offline_access' })
  const request = { ...redemption(client.clientId, code), ...wire(client) }
  return (await tenant.requestToken(request, { ...page, ...headers })).body.refresh_token
}
const refresh = (token: string) =>
  tenant.requestToken({ grant_type: 'refresh_token', ...wire(client), refresh_token: token })
const introspect = async (token: string, by = client, changes: Record<string, string> = {}) => {
  const body = new URLSearchParams({ ...wire(by), token, ...changes })
  const response = await fetch(`${tenant.url}/oauth/introspect`, { method: 'POST', body })
  return { status: response.status, body: await response.json() }
}
const inactive = { status: 200, body: { active: false } }

it.each(['refresh_token', 'access_token', 'something', undefined])(
  'tells the client what its refresh token is worth, whatever is hinted: %s',
  async (hint) => {
    const token = await signIn()
    const changes: Record<string, string> = hint === undefined ? {} : { token_type_hint: hint }
    const { status, body } = await introspect(token, client, changes)
    const now = Math.floor(Date.now() / 1000)
    expect([status, body]).toEqual([
      200,
      {
        active: true,
        scope: 'user_default offline_access',
        client_id: client.clientId,
        iss: tenant.context.tenant.origin,
        sub: userId,
        exp: expect.any(Number),
        auth_time: expect.any(Number),
      },
    ])
    expect(body.exp).toBeGreaterThan(now + 29 * 86_400)
    expect(body.exp).toBeLessThanOrEqual(now + 30 * 86_400)
    expect((await refresh(token)).status).toBe(200)
  },
)

it('tells other clients nothing, and is not misled by a hint about an access token', async () => {
  const token = await signIn()
  expect(await introspect(token, await tenant.addClient())).toEqual(inactive)
  expect(await introspect(token, { ...client, clientSecret: 'wrong' })).toMatchObject({ status: 401 })
  const accessToken = (await refresh(token)).body.access_token
  const answer = await introspect(accessToken, client, { token_type_hint: 'refresh_token' })
  expect(answer.body).toMatchObject({ active: true, token_type: 'Bearer' })
})

it('names the key of one that is bound', async () => {
  const key = await proofKey()
  const nonce = currentNonce(tenant.context)
  const dpop = await key.prove({ htm: 'POST', htu: `${tenant.url}/oauth/token`, nonce })
  expect((await introspect(await signIn({ dpop }))).body).toMatchObject({ active: true, cnf: { jkt: key.jkt } })
})

it('tells of one that would not be taken that it is not active, and nothing more', async () => {
  const { store } = tenant.dependencies
  const tenantId = tenant.context.tenant.id

  const used = await signIn()
  const { body: next } = await refresh(used)
  expect(await introspect(used)).toEqual(inactive)
  expect((await introspect(next.refresh_token)).body.active).toBe(true)
  await refresh(used)
  expect(await introspect(next.refresh_token)).toEqual(inactive)

  const revoked = await signIn()
  await fetch(`${tenant.url}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ ...wire(client), token: revoked }),
  })
  expect(await introspect(revoked)).toEqual(inactive)

  const expired = await signIn()
  await store.updateTable('refresh_tokens').set({ expires_at: Date.now() }).execute()
  expect(await introspect(expired)).toEqual(inactive)

  const ofUser = await signIn()
  await advanceUserEpoch(store, tenantId, userId)
  expect(await introspect(ofUser)).toEqual(inactive)

  const ofClient = await signIn()
  await advanceClientEpoch(store, tenantId, client.clientId)
  expect(await introspect(ofClient)).toEqual(inactive)
})
