import { accessTokenType, grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { tenantAdminRoleId } from '../../directory/roles/default-roles.js'
import { requireAuthentication } from '../../http/authentication.js'
import type { RouteRegistration } from '../../http/server.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { currentNonce } from '../dpop/nonce.js'
import { proofKey } from '../dpop/testing/proofs.js'

const probe: RouteRegistration = (app) => {
  app.get('/probe', { onRequest: requireAuthentication }, async () => ({}))
}

const everything = '["user_default","admin_classic"]'
let tenant: StartedTenant
let host: Credentials
let userId: string
let token: string

beforeAll(async () => {
  tenant = await startTenant({ routes: [probe] })
  host = await tenant.addClient({ allowed_scopes: everything, may_impersonate_admins: 1 })
})
beforeEach(async () => {
  userId = await tenant.addUser()
  token = await tenant.userToken(userId, host)
})
afterAll(() => tenant?.close())

const request = (client: Credentials, changes: object = {}) => ({
  grant_type: grantTypes.tokenExchange,
  ...wire(client),
  subject_token: token,
  subject_token_type: accessTokenType,
  ...changes,
})
const exchange = async (client: Credentials, changes: object = {}) => {
  const { status, body } = await tenant.requestToken(request(client, changes))
  expect([status, body.errors]).toEqual([200, undefined])
  return body
}
const handedTo = async (client: Credentials): Promise<string> =>
  (await exchange(host, { audience: [tenant.url, client.clientId] })).access_token
const statusOf = async (text: string): Promise<number> =>
  (await fetch(`${tenant.url}/probe`, { headers: { authorization: `Bearer ${text}` } })).status

describe('a client that acts in the name of an administrator by a token that it was handed', () => {
  beforeEach(async () => {
    const role = { tenant_id: tenant.context.tenant.id, user_id: userId, role_id: tenantAdminRoleId }
    await tenant.dependencies.store.insertInto('user_roles').values(role).execute()
    token = await tenant.userToken(userId, host)
  })

  it('does not administer, unless the operator said that it may impersonate administrators', async () => {
    const service = await tenant.addClient({ allowed_scopes: everything })
    const subject = { subject_token: await handedTo(service) }
    expect((await exchange(service, subject)).scope).toBe('user_default')
    for (const scope of ['admin_classic', 'admin.users']) {
      const body = request(service, { ...subject, scope })
      await expectRefusal(tenant, body, 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
    }
    const trusted = await tenant.addClient({ allowed_scopes: everything, may_impersonate_admins: 1 })
    const { scope } = await exchange(trusted, { subject_token: await handedTo(trusted) })
    expect(scope).toBe('user_default admin_classic')
  })
})

describe('a token is handed on', () => {
  it('to one enabled confidential client of the tenant', async () => {
    const client = async (changes = {}) => (await tenant.addClient(changes)).clientId
    for (const audience of [
      await client({ disable_tag: 'suspended' }),
      await client({ app_type: 'spa' }),
      [await client(), await client()],
    ]) {
      await expectRefusal(tenant, request(host, { audience }), 400, 'OAUTH-INVALID-TARGET', 'invalid_target')
    }
    expect((await tenant.requestToken(request(host, { audience: await client() }))).status).toBe(200)
  })

  it('in no page of an origin that the client does not list', async () => {
    const page = { origin: 'https://elsewhere.example' }
    await expectRefusal(tenant, request(host), 403, 'OAUTH-29', 'unauthorized_client', page)
  })

  it('bound to the key that whoever takes it proves', async () => {
    const service = await tenant.addClient()
    const key = await proofKey()
    const proof = { htm: 'POST', htu: `${tenant.url}/oauth/token`, nonce: currentNonce(tenant.context) }
    const headers = { dpop: await key.prove(proof) }
    const { body } = await tenant.requestToken(request(service, { subject_token: await handedTo(service) }), headers)
    expect(body.token_type).toBe('DPoP')
    expect(await statusOf(body.access_token)).toBe(401)
  })

  it('and dies, however often it was exchanged since, with the token that was handed on', async () => {
    const service = await tenant.addClient()
    const given = await handedTo(service)
    const { access_token: taken } = await exchange(service, { subject_token: given })
    const { access_token: again } = await exchange(service, { subject_token: taken })
    expect(await statusOf(again)).toBe(200)
    const body = new URLSearchParams({ ...wire(host), token: given })
    await fetch(`${tenant.url}/oauth/revoke`, { method: 'POST', body })
    expect([await statusOf(again), await statusOf(token)]).toEqual([401, 200])
  })
})
