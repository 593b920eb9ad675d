import { apiKeys, type auth, users } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tenantAdminRoleId } from '../../directory/roles/default-roles.js'
import { obtainCode, redemption, spa } from '../../oauth/authorization/testing/browser.js'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket } from '../../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], upgrades: [attachQix] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

const newKey = async (caller: RestCaller = admin, body: object = {}) =>
  (await caller('POST', '/api-keys', { description: 'for a test', ...body })).body

/** A key of a user who, other than a client's bot, would have to sign in to make it. */
const keyOf = async (userId: string): Promise<string> => {
  const { id, token } = await newKey(await machineCaller(tenant))
  await tenant.dependencies.store
    .updateTable('api_keys')
    .set({ user_id: userId, client_epoch: null })
    .where('id', '=', id)
    .execute()
  return token
}

const code = (answer: { status: number; body: { errors: [{ code: string }] } }) => [
  answer.status,
  answer.body.errors[0].code,
]

describe('an API key', () => {
  it('does what its user may do, and is told once', async () => {
    const key = await newKey(admin, { expiry: 'P7D' })
    expect(Date.parse(key.expiry) - Date.parse(key.created)).toBe(7 * 86_400_000)
    const withKey = restCaller(tenant, key.token)
    const { body: me } = await admin('GET', '/users/me')
    expect((await withKey('GET', '/users/me')).body.id).toBe(me.id)
    expect((await withKey('POST', '/users', { subject: 'made with a key' })).status).toBe(201)
    expect((await admin('GET', `/api-keys/${key.id}`)).body).toEqual({ ...key, token: undefined })
    const rows = await tenant.dependencies.store.selectFrom('api_keys').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(key.token)
  })

  it('is not for pages', async () => {
    const { token } = await newKey()
    await tenant.addClient({ allowed_origins: '["https://page.example"]' })
    const answer = await restCaller(tenant, token)('GET', '/users/me', undefined, { origin: 'https://page.example' })
    expect(code(answer)).toEqual([403, 'OAUTH-29'])
  })

  it('ends at its time, when it is deleted, and when its user is disabled or its client loses a secret', async () => {
    const own = await machineCaller(tenant)
    const key = await newKey(own)
    const withKey = restCaller(tenant, key.token)
    const { store } = tenant.dependencies
    const set = (column: object) => store.updateTable('api_keys').set(column).where('id', '=', key.id).execute()
    await set({ expires_at: Date.now() - 1 })
    expect(code(await withKey('GET', '/users/me'))).toEqual([401, 'AUTH-TOKEN-EXPIRED'])
    await set({ expires_at: Date.now() + 60_000 })
    expect((await withKey('GET', '/users/me')).status).toBe(200)

    await store.updateTable('users').set({ status: 'disabled' }).where('id', '=', key.sub).execute()
    expect(code(await withKey('GET', '/users/me'))).toEqual([401, 'AUTH-TOKEN-REVOKED'])
    await store.updateTable('users').set({ status: 'active' }).where('id', '=', key.sub).execute()
    await store
      .updateTable('oauth_clients')
      .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
      .execute()
    expect(code(await withKey('GET', '/users/me'))).toEqual([401, 'AUTH-TOKEN-REVOKED'])

    admin = await machineCaller(tenant)
    const other = await newKey()
    expect((await admin('DELETE', `/api-keys/${other.id}`)).status).toBe(204)
    expect(code(await restCaller(tenant, other.token)('GET', '/users/me'))).toEqual([401, 'AUTH-TOKEN-INVALID'])
    expect(code(await restCaller(tenant, 'understudy_key_guessed')('GET', '/users/me'))).toEqual([
      401,
      'AUTH-TOKEN-INVALID',
    ])
  })

  it('of a bot user does no more than its client may', async () => {
    const narrow = await machineCaller(tenant, ['user_default', 'api-keys'])
    const withKey = restCaller(tenant, (await newKey(narrow)).token)
    expect((await withKey('GET', '/users/me')).status).toBe(200)
    expect(code(await withKey('GET', '/users'))).toEqual([403, 'USERS-LOOKUP-ONLY'])
    expect(code(await withKey('GET', '/audits'))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
  })

  it('of a user who administers no more, administers no more', async () => {
    const userId = await tenant.addUser()
    const { store } = tenant.dependencies
    const role = { tenant_id: tenant.context.tenant.id, user_id: userId, role_id: tenantAdminRoleId }
    await store.insertInto('user_roles').values(role).execute()
    const withKey = restCaller(tenant, await keyOf(userId))
    expect((await withKey('GET', '/users')).status).toBe(200)
    await store.deleteFrom('user_roles').where('user_id', '=', userId).execute()
    expect((await withKey('GET', '/users')).status).toBe(403)
    expect((await withKey('GET', '/users/me')).status).toBe(200)
  })

  it('opens sockets, which close when it is revoked', async () => {
    await loadSmallApp(tenant)
    const userId = await addReader(tenant, 'north')
    const key = await keyOf(userId)
    const open = (token: string) =>
      openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
    const socket = await open(key)
    expect((await socket.nextFrame()).params.qSessionState).toBe('SESSION_CREATED')
    expect((await (await open('understudy_key_guessed')).closed).code).toBe(4006)

    const { body } = await admin('GET', `/api-keys?sub=${userId}`)
    expect((await admin('DELETE', `/api-keys/${body.data[0].id}`)).status).toBe(204)
    expect((await socket.closed).code).toBe(4006)
    expect((await admin('GET', `/api-keys/${body.data[0].id}`)).body.status).toBe('revoked')
    expect(code(await restCaller(tenant, key)('GET', '/users/me'))).toEqual([401, 'AUTH-TOKEN-REVOKED'])
  })
})

describe('the api-keys API', () => {
  it('makes no keys in the name of others, and none without the scope', async () => {
    const userId = await tenant.addUser()
    const { store } = tenant.dependencies
    const role = { tenant_id: tenant.context.tenant.id, user_id: userId, role_id: tenantAdminRoleId }
    await store.insertInto('user_roles').values(role).execute()
    const client = await tenant.addClient({
      allowed_scopes: '["admin_classic","user_default"]',
      may_impersonate_admins: 1,
    })
    const impersonated = restCaller(tenant, await tenant.userToken(userId, client))
    expect(code(await impersonated('POST', '/api-keys', { description: 'x' }))).toEqual([403, 'API-KEY-IMPERSONATED'])
    expect(code(await admin('POST', '/api-keys', { description: 'x', sub: userId }))).toEqual([
      403,
      'API-KEY-OTHER-SUBJECT',
    ])
    const without = await machineCaller(tenant, ['user_default', 'admin.users'])
    expect((await without('POST', '/api-keys', { description: 'x' })).status).toBe(403)
  })

  it('makes no key, which does all, for an application that was given a part', async () => {
    const userId = await tenant.addUser()
    const role = { tenant_id: tenant.context.tenant.id, user_id: userId, role_id: tenantAdminRoleId }
    await tenant.dependencies.store.insertInto('user_roles').values(role).execute()
    const { clientId } = await tenant.addClient({ ...spa, allowed_scopes: '["user_default","admin_classic"]' })
    const make = async (scope: string) => {
      const redeemed = redemption(clientId, await obtainCode(tenant, userId, clientId, { scope }))
      const { access_token: token } = (await tenant.requestToken(redeemed)).body
      return restCaller(tenant, token)('POST', '/api-keys', { description: 'x' })
    }
    expect(code(await make('api-keys user_default'))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
    expect(code(await make('admin_classic'))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
    expect((await make('admin_classic user_default')).status).toBe(201)
  })

  it('shows users their own keys only, administrators all', async () => {
    const own = await machineCaller(tenant, ['api-keys'])
    const other = await machineCaller(tenant, ['api-keys'])
    const key = await newKey(own)
    expect((await own('GET', '/api-keys')).body.data.map(({ id }: { id: string }) => id)).toEqual([key.id])
    expect((await other('GET', '/api-keys')).body.data).toEqual([])
    expect((await other('GET', `/api-keys?sub=${key.sub}`)).body.data).toEqual([])
    for (const [method, body] of [
      ['GET', undefined],
      ['DELETE', undefined],
      ['PATCH', [{ op: 'replace', path: '/description', value: 'mine' }]],
    ] as const)
      expect(code(await other(method, `/api-keys/${key.id}`, body))).toEqual([404, 'API-KEY-NOT-FOUND'])
    expect((await admin('GET', `/api-keys?createdByUser=${key.sub}`)).body.data).toHaveLength(1)
  })

  it('keeps to what the tenant allows', async () => {
    const config = `/api-keys/configs/${tenant.context.tenant.id}`
    const own = await machineCaller(tenant)
    const set = (path: string, value: unknown) => own('PATCH', config, [{ op: 'replace', path, value }])
    expect((await own('GET', config)).body.max_keys_per_user).toBe(5)
    expect((await set('/max_keys_per_user', 2)).status).toBe(204)
    expect((await set('/max_api_key_expiry', 'P30D')).status).toBe(204)
    expect((await set('/max_api_key_expiry', 'a month')).status).toBe(400)
    expect(code(await own('POST', '/api-keys', { description: 'x', expiry: 'P31D' }))).toEqual([400, 'API-KEY-EXPIRY'])
    expect(code(await own('POST', '/api-keys', { description: 'x', expiry: 'PT0S' }))).toEqual([400, 'API-KEY-EXPIRY'])
    const answers = await Promise.all(Array.from({ length: 8 }, () => own('POST', '/api-keys', { description: 'x' })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(6)
    const lesser = await machineCaller(tenant, ['api-keys'])
    expect((await lesser('PATCH', config, [{ op: 'replace', path: '/max_keys_per_user', value: 9 }])).status).toBe(403)
    expect((await own('GET', '/api-keys/configs/another-tenant')).status).toBe(404)
    await set('/max_keys_per_user', 50)
  })

  it('answers the published client, which also works with the key alone', async () => {
    const hostConfig: HostConfig = {
      authType: 'oauth2',
      host: tenant.url,
      clientId: tenant.admin.clientId,
      clientSecret: tenant.admin.clientSecret,
      scope: 'admin_classic user_default',
      noCache: true,
    }
    const fresh = await startTenant({ routes: [registerRestRoutes] })
    const options = {
      hostConfig: {
        ...hostConfig,
        host: fresh.url,
        clientId: fresh.admin.clientId,
        clientSecret: fresh.admin.clientSecret,
      },
      noCache: true,
    }
    const made = []
    for (const description of ['one', 'two', 'three'])
      made.push((await apiKeys.createApiKey({ description }, options)).data)
    const first = await apiKeys.getApiKeys({ limit: 2, sort: '+description' }, options)
    expect(first.data.data.map(({ description }) => description)).toEqual(['one', 'three'])
    const second = await first.next?.(options)
    expect(second?.data.data.map(({ description }) => description)).toEqual(['two'])
    expect((await second?.prev?.(options))?.data.data).toEqual(first.data.data)
    await apiKeys.patchApiKey(made[0]?.id ?? '', [{ op: 'replace', path: '/description', value: 'uno' }], options)
    expect((await apiKeys.getApiKey(made[0]?.id ?? '', options)).data.description).toBe('uno')

    const apiKey = made[0]?.token ?? ''
    const me = await users.getMyUser({ hostConfig: { authType: 'apikey', host: fresh.url, apiKey }, noCache: true })
    expect(me.data.id).toBe(made[0]?.sub)
    await fresh.close()
  })
})
