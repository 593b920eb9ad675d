import { accessTokenType, grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireAuthentication } from '../../http/authentication.js'
import type { RouteRegistration } from '../../http/server.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { type AccessTokenGrant, issueAccessToken } from '../access-token.js'

const probe: RouteRegistration = (app) => {
  app.get('/probe', { onRequest: requireAuthentication }, async (request) => request.principal)
}

let tenant: StartedTenant
let host: Credentials
let service: Credentials
let userId: string
let token: string

beforeAll(async () => {
  tenant = await startTenant({ routes: [probe] })
})
afterAll(() => tenant.close())
beforeEach(async () => {
  host = await tenant.addClient({ allowed_scopes: '["user_default","apps:read","spaces.shared:read"]' })
  service = await tenant.addClient({ allowed_scopes: '["apps:read","spaces.shared:read"]' })
  userId = await tenant.addUser()
  token = await tenant.userToken(userId, host, 'apps:read spaces.shared:read')
})

const request = (client: Credentials, changes: object = {}) => ({
  grant_type: grantTypes.tokenExchange,
  ...wire(client),
  subject_token: token,
  subject_token_type: accessTokenType,
  ...changes,
})
const exchange = async (client: Credentials, changes: object = {}): Promise<string> => {
  const { status, body } = await tenant.requestToken(request(client, changes))
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.access_token
}
const claimsOf = (text: string) => JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString())
const statusOf = async (text: string): Promise<number> =>
  (await fetch(`${tenant.url}/probe`, { headers: { authorization: `Bearer ${text}` } })).status
/** The host's token, handed on to the service and still good for the API. */
const handedOn = () => exchange(host, { audience: [tenant.url, service.clientId] })
const forged = (grant: Partial<AccessTokenGrant>) =>
  issueAccessToken(tenant.context, {
    user: { id: userId, epoch: 0 },
    client: { id: service.clientId, epoch: 0 },
    scopes: ['apps:read'],
    origin: undefined,
    ...grant,
  }).token

describe('a client that exchanges its own token', () => {
  it('gets one of fewer scopes that ends with the first, in the name of the same user', async () => {
    const before = claimsOf(token)
    const answer = await tenant.requestToken(request(host, { scope: 'apps:read' }))
    expect(answer.body).toMatchObject({ issued_token_type: accessTokenType, scope: 'apps:read', token_type: 'bearer' })
    const after = claimsOf(answer.body.access_token)
    expect(after).toMatchObject({ sub: userId, client_id: host.clientId, act: before.act, grantId: before.grantId })
    expect([after.exp, after.jti === before.jti]).toEqual([before.exp, false])
    expect(await statusOf(answer.body.access_token)).toBe(200)
  })

  it('never gets more than it had', async () => {
    const narrow = await exchange(host, { scope: 'apps:read' })
    for (const scope of ['user_default', 'spaces.shared:read', 'admin_classic']) {
      const widened = request(host, { subject_token: narrow, scope })
      await expectRefusal(tenant, widened, 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
    }
    for (const target of [{ audience: 'https://elsewhere.example' }, { resource: 'https://elsewhere.example/api' }]) {
      await expectRefusal(tenant, request(host, target), 400, 'OAUTH-INVALID-TARGET', 'invalid_target')
    }
    const elsewhere = await exchange(host, { audience: service.clientId })
    expect(await statusOf(elsewhere)).toBe(401)
    const back = request(host, { subject_token: elsewhere, audience: tenant.url })
    await expectRefusal(tenant, back, 400, 'OAUTH-INVALID-TARGET', 'invalid_target')
  })
})

describe('a token that is handed on', () => {
  it('may be exchanged by the client that it names, which joins the chain of actors', async () => {
    const given = await handedOn()
    expect(claimsOf(given)).toMatchObject({ aud: [tenant.url, service.clientId], may_act: { sub: service.clientId } })
    const taken = await exchange(service, { subject_token: given })
    const chain = { sub: service.clientId, act: { sub: host.clientId } }
    expect(claimsOf(taken)).toMatchObject({ sub: userId, aud: tenant.url, client_id: service.clientId, act: chain })
    expect(claimsOf(taken)).not.toHaveProperty('may_act')
    const answer = await fetch(`${tenant.url}/probe`, { headers: { authorization: `Bearer ${taken}` } })
    expect(await answer.json()).toMatchObject({ userId, actor: service.clientId })
  })

  it('is refused to everybody else', async () => {
    const stranger = await tenant.addClient()
    for (const body of [
      request(service),
      request(stranger, { subject_token: await handedOn() }),
      request(service, { actor_token: forged({}), actor_token_type: accessTokenType }),
    ]) {
      await expectRefusal(tenant, body, 400, 'OAUTH-MAY-NOT-ACT', 'invalid_request')
    }
  })

  it('names the subject of an actor token, which must be the client’s own', async () => {
    const given = await handedOn()
    const bot = await tenant.requestToken({ grant_type: grantTypes.clientCredentials, ...wire(service) })
    const actor = { actor_token: bot.body.access_token, actor_token_type: accessTokenType }
    const taken = await exchange(service, { subject_token: given, ...actor })
    expect(claimsOf(taken).act).toEqual({ sub: claimsOf(bot.body.access_token).sub, act: { sub: host.clientId } })
    const foreign = { subject_token: given, ...actor, actor_token: token }
    await expectRefusal(tenant, request(service, foreign), 400, 'OAUTH-EXCHANGE-TOKEN', 'invalid_request')
    const untyped = { subject_token: given, actor_token: token }
    await expectRefusal(tenant, request(service, untyped), 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
  })

  it.each<[string, () => Promise<unknown>]>([
    ['its grant is revoked', () => revoke(host, token)],
    ['the client that handed it on loses its access', () => advance(host)],
    ['the client that took it loses its access', () => advance(service)],
  ])('dies when %s', async (_reason, change) => {
    const taken = await exchange(service, { subject_token: await handedOn() })
    expect(await statusOf(taken)).toBe(200)
    await change()
    expect(await statusOf(taken)).toBe(401)
  })

  it('leaves the token that it came from alone when it is revoked', async () => {
    const taken = await exchange(service, { subject_token: await handedOn() })
    await revoke(service, taken)
    expect([await statusOf(taken), await statusOf(token)]).toEqual([401, 200])
  })

  const revoke = (client: Credentials, text: string) =>
    fetch(`${tenant.url}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ ...wire(client), token: text }),
    })
  const advance = (client: Credentials) =>
    tenant.dependencies.store.updateTable('oauth_clients').set({ epoch: 7 }).where('id', '=', client.clientId).execute()
})

describe('an exchange refuses', () => {
  it('what is no valid access token of this tenant, ID tokens among it', async () => {
    const [header = '', payload = '', signature = ''] = token.split('.')
    const retyped = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), typ: 'JWT' }),
    )
    const idTokenLike = `${retyped.toString('base64url')}.${payload}.${signature}`
    const expired = forged({ notAfter: 1 })
    const ofUnknownUser = forged({ user: { id: 'nobody', epoch: 0 } })
    for (const subject_token of ['nothing', idTokenLike, expired, ofUnknownUser]) {
      const body = request(service, { subject_token })
      await expectRefusal(tenant, body, 400, 'OAUTH-EXCHANGE-TOKEN', 'invalid_request')
    }
    const idToken = request(host, { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' })
    await expectRefusal(tenant, idToken, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
  })

  it('clients that do not authenticate, are not trusted, disabled, or public', async () => {
    await expectRefusal(tenant, request({ ...host, clientSecret: 'wrong' }), 401, 'OAUTH-14', 'invalid_client')
    for (const [changes, code] of [
      [{ consent_method: 'required' }, 'OAUTH-CONSENT-NOT-TRUSTED'],
      [{ disable_tag: 'suspended' }, 'OAUTH-CLIENT-DISABLED'],
      [{ app_type: 'spa' }, 'OAUTH-CLIENT-NOT-CONFIDENTIAL'],
    ] as const) {
      const client = await tenant.addClient(changes)
      await expectRefusal(tenant, request(client), 403, code, 'unauthorized_client')
    }
  })
})
