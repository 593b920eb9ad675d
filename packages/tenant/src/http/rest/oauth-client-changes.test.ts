import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientKeyPair } from '../../oauth/client-assertion/testing/signing-client.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

const impersonation = 'urn:qlik:oauth:user-impersonation'

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

const create = async (client: Record<string, unknown> = {}): Promise<Credentials> => {
  const { status, body } = await admin('POST', '/oauth-clients', { appType: 'web', clientName: 'Client', ...client })
  expect([status, body.errors]).toEqual([201, undefined])
  return { clientId: body.clientId, clientSecret: body.clientSecret }
}

/** A client that may impersonate, as a host's administrator would make it. */
const createImpersonator = (): Promise<Credentials> =>
  create({
    allowedScopes: ['user_default'],
    allowedGrantTypes: [impersonation],
    allowedOrigins: ['https://portal.example'],
    connectionConfig: { consentMethod: 'trusted' },
  })

const patch = (id: string, ...operations: unknown[]) => admin('PATCH', `/oauth-clients/${id}`, operations)

const works = async (token: string): Promise<boolean> =>
  (await restCaller(tenant, token)('GET', '/users/me')).status === 200

describe('PATCH /oauth-clients/{id}', () => {
  it('replaces, adds and removes settings', async () => {
    const { clientId } = await createImpersonator()
    const { status } = await patch(
      clientId,
      { op: 'replace', path: '/clientName', value: 'Renamed' },
      { op: 'add', path: '/description', value: 'Described' },
      { op: 'replace', path: '/allowedScopes', value: ['apps:read'] },
      { op: 'remove', path: '/allowedOrigins' },
    )
    expect(status).toBe(204)
    expect((await admin('GET', `/oauth-clients/${clientId}`)).body).toMatchObject({
      clientName: 'Renamed',
      description: 'Described',
      allowedScopes: ['apps:read'],
      allowedOrigins: [],
      allowedGrantTypes: [impersonation],
    })
  })

  it('lets web clients provision users, and no others', async () => {
    const { clientId } = await createImpersonator()
    const read = async () => (await admin('GET', `/oauth-clients/${clientId}`)).body.mayProvisionUsers
    expect(await read()).toBe(false)
    expect((await patch(clientId, { op: 'replace', path: '/mayProvisionUsers', value: true })).status).toBe(204)
    expect(await read()).toBe(true)
    const spa = { appType: 'spa', clientName: 'Page', mayProvisionUsers: true }
    const refused = await admin('POST', '/oauth-clients', spa)
    expect([refused.status, refused.body.errors[0].source]).toEqual([400, { pointer: '/mayProvisionUsers' }])
  })

  it('ends the tokens of the client when it may do other things, not when it is renamed', async () => {
    const client = await createImpersonator()
    const userId = await tenant.addUser()
    const token = await tenant.userToken(userId, client)
    await patch(client.clientId, { op: 'replace', path: '/clientName', value: 'Renamed' })
    expect(await works(token)).toBe(true)
    const told: unknown[] = []
    const end = tenant.dependencies.identityChanges.subscribe((change) => told.push(change))
    await patch(client.clientId, { op: 'replace', path: '/allowedOrigins', value: [] })
    end()
    expect(told).toEqual([{ tenantId: tenant.context.tenant.id, kind: 'client', id: client.clientId }])
    expect(await works(token)).toBe(false)
  })

  it('answers with a secret when the client begins to have secrets', async () => {
    const { jwk: key } = await clientKeyPair('ES384', 'k')
    const { clientId, clientSecret } = await create({ allowedAuthMethods: ['private_key_jwt'], publicKeys: [key] })
    expect(clientSecret).toBeUndefined()
    const { status, body } = await patch(clientId, {
      op: 'replace',
      path: '/allowedAuthMethods',
      value: ['client_secret', 'private_key_jwt'],
    })
    expect([status, Object.keys(body)]).toEqual([202, ['clientSecret']])
    expect((await admin('GET', `/oauth-clients/${clientId}`)).body.clientSecrets).toMatchObject([
      { hint: body.clientSecret.slice(0, 8) },
    ])
  })

  it.each([
    ['an unknown path', { op: 'replace', path: '/appType', value: 'spa' }, 'REST-INVALID-PATCH', '/0/path'],
    ['the removal of the name', { op: 'remove', path: '/clientName' }, 'REST-INVALID-PATCH', '/0/op'],
    [
      'a value of another type',
      { op: 'replace', path: '/allowedScopes', value: 'apps' },
      'REST-INVALID-PATCH',
      '/0/value',
    ],
    [
      'an unknown scope',
      { op: 'replace', path: '/allowedScopes', value: ['root'] },
      'OAUTH-CLIENTS-INVALID',
      '/0/value/0',
    ],
    [
      'a wildcard origin',
      { op: 'add', path: '/allowedOrigins', value: ['https://*.example'] },
      'OAUTH-CLIENTS-INVALID',
      '/0/value/0',
    ],
    ['the loss of every proof', { op: 'remove', path: '/allowedAuthMethods' }, 'OAUTH-CLIENTS-INVALID', '/0/value'],
  ])('refuses %s and changes nothing', async (_case, operation, code, pointer) => {
    const { clientId } = await createImpersonator()
    const before = (await admin('GET', `/oauth-clients/${clientId}`)).body
    const { status, body } = await patch(clientId, operation)
    expect([status, body.errors[0].code, body.errors[0].source]).toEqual([400, code, { pointer }])
    expect((await admin('GET', `/oauth-clients/${clientId}`)).body).toEqual(before)
  })
})

describe('secrets of a client', () => {
  it('are up to five, each works, and a deleted one takes the tokens with it that it led to', async () => {
    const first = await createImpersonator()
    const userId = await tenant.addUser()
    const path = `/oauth-clients/${first.clientId}/client-secrets`
    const answers = await Promise.all(Array.from({ length: 8 }, () => admin('POST', path)))
    const made = answers.filter(({ status }) => status === 201)
    expect([made.length, answers.filter(({ status }) => status === 409).length]).toEqual([4, 4])
    expect(answers.find(({ status }) => status === 409)?.body.errors[0].code).toBe('OAUTH-CLIENTS-SECRET-LIMIT')

    const second = { clientId: first.clientId, clientSecret: made[0]?.body.clientSecret }
    expect(made[0]?.body).toMatchObject({ clientId: first.clientId, hint: second.clientSecret.slice(0, 8) })
    const token = await tenant.userToken(userId, first)
    const other = await tenant.userToken(userId, second)
    expect([await works(token), await works(other)]).toEqual([true, true])
    expect((await admin('DELETE', `${path}/${first.clientSecret.slice(0, 8)}`)).status).toBe(204)
    expect([await works(token), await works(other)]).toEqual([false, true])
    await expect(tenant.userToken(userId, first)).rejects.toThrow()
    expect(await works(await tenant.userToken(userId, second))).toBe(true)
    expect((await admin('POST', path)).status).toBe(201)
    const gone = await admin('DELETE', `${path}/${first.clientSecret.slice(0, 8)}`)
    expect([gone.status, gone.body.errors[0].code]).toEqual([404, 'OAUTH-CLIENTS-SECRET-NOT-FOUND'])
  })

  it('are stored as hashes and told to no journal', async () => {
    const { clientId, clientSecret } = await createImpersonator()
    const { body } = await admin('POST', `/oauth-clients/${clientId}/client-secrets`)
    const { store } = tenant.dependencies
    const stored = JSON.stringify([
      await store.selectFrom('client_secrets').selectAll().execute(),
      await store.selectFrom('oauth_clients').selectAll().execute(),
      await store.selectFrom('audit_journal').selectAll().execute(),
    ])
    for (const secret of [clientSecret, body.clientSecret]) expect(stored).not.toContain(secret)
  })
})

describe('consent', () => {
  it('is trusted by the administrator, and withdrawn with the tokens it led to', async () => {
    const client = await create({ allowedScopes: ['user_default'], allowedGrantTypes: [impersonation] })
    const userId = await tenant.addUser()
    const path = `/oauth-clients/${client.clientId}/connection-configs/me`
    expect((await admin('GET', path)).body).toEqual({ consentMethod: 'required', status: 'active' })
    await expect(tenant.userToken(userId, client)).rejects.toThrow()

    const trust = [{ op: 'replace', path: '/consentMethod', value: 'trusted' }]
    expect((await admin('PATCH', path, trust)).status).toBe(204)
    const token = await tenant.userToken(userId, client)
    expect((await admin('PATCH', path, trust)).status).toBe(204)
    expect(await works(token)).toBe(true)

    expect((await admin('DELETE', path)).status).toBe(204)
    expect((await admin('GET', path)).body.consentMethod).toBe('required')
    expect(await works(token)).toBe(false)
    for (const operation of [
      { op: 'replace', path: '/consentMethod', value: 'perhaps' },
      { op: 'replace', path: '/status', value: 'active' },
    ])
      expect((await admin('PATCH', path, [operation])).status).toBe(400)
  })
})

describe('publishing and deleting', () => {
  it('publishes once', async () => {
    const { clientId } = await create()
    const { status, body } = await admin('POST', `/oauth-clients/${clientId}/actions/publish`)
    expect([status, typeof body.publishedAt]).toEqual([201, 'string'])
    expect((await admin('POST', `/oauth-clients/${clientId}/actions/publish`)).body).toEqual(body)
    expect((await admin('GET', `/oauth-clients/${clientId}`)).body.publishedAt).toBe(body.publishedAt)
  })

  it('deletes the client, its tokens and its bot user; a confirmation for another client stops it', async () => {
    const client = await create({
      allowedScopes: ['user_default'],
      allowedGrantTypes: ['client_credentials', impersonation],
      connectionConfig: { consentMethod: 'trusted' },
    })
    const token = await tenant.userToken(await tenant.addUser(), client)
    await tenant.requestToken({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
    })
    const bots = async () => (await admin('GET', `/users?filter=clientId eq "${client.clientId}"`)).body.data
    expect(await bots()).toHaveLength(1)

    const refused = await admin('DELETE', `/oauth-clients/${client.clientId}`, undefined, {
      'qlik-confirm-delete': 'another',
    })
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'OAUTH-CLIENTS-CONFIRM-DELETE'])
    expect(await works(token)).toBe(true)
    const done = await admin('DELETE', `/oauth-clients/${client.clientId}`, undefined, {
      'qlik-confirm-delete': client.clientId,
    })
    expect(done.status).toBe(204)
    expect(await works(token)).toBe(false)
    expect(await bots()).toEqual([])
    expect((await admin('GET', `/oauth-clients/${client.clientId}`)).status).toBe(404)
    const other = await create()
    expect((await admin('DELETE', `/oauth-clients/${other.clientId}`)).status).toBe(204)
  })
})
