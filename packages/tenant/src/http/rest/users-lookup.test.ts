import { users } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { obtainCode, redemption, signIn, spa } from '../../oauth/authorization/testing/browser.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let host: RestCaller
let annId: string
let groupId: string

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
  host = await machineCaller(tenant, ['user_default'])
  const ann = { subject: 'idp|ann', name: 'Ann', email: 'Ann@Example.com', picture: 'https://example.com/ann.png' }
  annId = (await admin('POST', '/users', ann)).body.id
  groupId = (await admin('POST', '/groups', { name: 'North', providerType: 'custom' })).body.id
  await admin('PATCH', `/users/${annId}`, [{ op: 'add', path: '/assignedGroups/-', value: [{ id: groupId }] }])
  await admin('POST', '/users', { subject: 'idp|nomail', name: 'No Mail' })
  const stranger = { subject: 'idp|stranger', subject_folded: 'idp|stranger', email: 's@x.y', email_folded: 's@x.y' }
  await tenant.addUser(stranger, tenant.contexts[1]?.tenant.id)
})
afterAll(() => tenant?.close())

const query = (filter: string, more: Record<string, string> = {}) =>
  `/users?${new URLSearchParams({ filter, ...more })}`

/** Ann as the machine of a host sees her. */
const annToHosts = () => ({
  id: annId,
  tenantId: tenant.context.tenant.id,
  name: 'Ann',
  subject: 'idp|ann',
  email: 'Ann@Example.com',
  status: 'active',
  picture: 'https://example.com/ann.png',
  assignedGroups: [{ id: groupId, name: 'North', providerType: 'custom', assignedRoles: [] }],
})

describe('the machine of a host', () => {
  it('finds a user with the published client, as published hosts look people up', async () => {
    const { clientId, clientSecret } = await tenant.addClient()
    const hostConfig = { authType: 'oauth2', host: tenant.url, clientId, clientSecret, noCache: true } as const
    const options = { hostConfig, noCache: true }
    const found = await users.getUsers({ filter: 'email eq "ann@example.com" and status eq "active"' }, options)
    expect(found.status).toBe(200)
    expect(found.data.data).toEqual([annToHosts()])
    const nobody = await users.getUsers({ filter: 'email eq "new@example.com" and status eq "active"' }, options)
    expect([nobody.status, nobody.data.data]).toEqual([200, []])
    const filtered = await users.filterUsers({}, { filter: 'subject eq "idp|ann"' }, options)
    expect(filtered.data.data).toEqual([annToHosts()])
    expect((await users.getUser(annId, {}, options)).data).toEqual(annToHosts())
  })

  it.each([
    ['email eq "ANN@example.com"', 1],
    ['subject eq "idp|ann"', 1],
    ['status eq "active" and (subject eq "idp|ann")', 1],
    ['subject eq "idp|ann" and status eq "disabled"', 0],
    ['email eq "s@x.y"', 0],
    ['id eq "000000000000000000000000"', 0],
  ])('may ask for %s', async (filter, count) => {
    const { status, body } = await host('GET', query(filter))
    expect([status, body.data?.length]).toEqual([200, count])
    expect((await host('POST', '/users/actions/filter', { filter })).body.data).toEqual(body.data)
  })

  it.each(['users', 'users:read'])('may do so with the scope %s', async (scope) => {
    const caller = await machineCaller(tenant, [scope])
    expect((await caller('GET', query(`id eq "${annId}"`))).body.data).toEqual([annToHosts()])
  })

  it('gets none but those fields, whatever it wants', async () => {
    const { body } = await host('GET', query('subject eq "idp|ann"', { fields: 'id,groups,assignedRoles,createdAt' }))
    expect(body.data).toEqual([{ id: annId, groups: ['North'] }])
  })

  it.each([
    '',
    'status eq "active"',
    'email co "example"',
    'email eq ""',
    'subject eq ""',
    'email eq "ann@example.com" or subject eq "idp|ann"',
    'email eq "ann@example.com" and (status eq "active" or status eq "disabled")',
    'email eq "ann@example.com" and name co "A"',
    'email eq "ann@example.com" and assignedRoles.name eq "TenantAdmin"',
    'name eq "Ann"',
    'assignedScopes eq "admin_classic"',
  ])('may not ask for [%s]', async (filter) => {
    const asked =
      filter === '' ? await host('GET', '/users?totalResults=true&sort=-email') : await host('GET', query(filter))
    expect([asked.status, asked.body.errors?.[0]?.code]).toEqual([403, 'USERS-LOOKUP-ONLY'])
    expect(asked.body.errors[0].meta.solution).toContain('email eq "…"')
    if (filter === '') return
    expect((await host('POST', '/users/actions/filter', { filter })).status).toBe(403)
    expect((await admin('GET', query(filter))).status).toBe(200)
  })

  it('does not count users, and finds none without a scope of users', async () => {
    expect((await host('GET', '/users/actions/count')).status).toBe(403)
    const narrow = await machineCaller(tenant, ['apps:read'])
    for (const path of [query('subject eq "idp|ann"'), `/users/${annId}`])
      expect((await narrow('GET', path)).body.errors[0].code).toBe('AUTH-INSUFFICIENT-SCOPE')
  })
})

describe('a person’s', () => {
  const personId = () =>
    tenant.addUser({ name: 'Person', email: 'person@example.com', email_folded: 'person@example.com' })

  /** Every way in which a person's browser or program asks. */
  const ways: Readonly<Record<string, (userId: string) => Promise<RestCaller>>> = {
    'impersonated token': async (userId) =>
      restCaller(tenant, await tenant.userToken(userId, await tenant.addClient())),
    'token of a single-page app': async (userId) => {
      const { clientId } = await tenant.addClient(spa)
      const { body } = await tenant.requestToken(redemption(clientId, await obtainCode(tenant, userId, clientId)), {
        origin: 'https://spa.example',
      })
      return restCaller(tenant, body.access_token)
    },
    'browser session': async (userId) => {
      const cookie = await signIn(tenant, userId)
      const asked = restCaller(tenant, undefined)
      const { headers } = await asked('GET', '/csrf-token', undefined, { cookie })
      const csrf = { 'qlik-csrf-token': headers.get('qlik-csrf-token') ?? '' }
      return (method, path, body) => asked(method, path, body, { cookie, ...csrf })
    },
    'API key': async (userId) => {
      const role = { name: `Keys ${userId}`, assignedScopes: ['api-keys'] }
      const { body } = await admin('POST', '/roles', role)
      await admin('PATCH', `/users/${userId}`, [{ op: 'add', path: '/assignedRoles/-', value: [{ id: body.id }] }])
      const signedIn = await (ways['browser session'] as (userId: string) => Promise<RestCaller>)(userId)
      const key = await signedIn('POST', '/api-keys', { description: 'mine' })
      expect(key.status).toBe(201)
      return restCaller(tenant, key.body.token)
    },
  }

  it.each(Object.keys(ways))('%s reads a user by id, and no list', async (way) => {
    const id = await personId()
    const as = await (ways[way] as (userId: string) => Promise<RestCaller>)(id)
    const seen = { id: annId, name: 'Ann', picture: 'https://example.com/ann.png', status: 'active' }
    expect((await as('GET', `/users/${annId}`)).body).toEqual(seen)
    expect((await as('GET', `/users/${annId}?fields=email,subject,assignedGroups,name`)).body).toEqual({ name: 'Ann' })
    for (const path of ['/users', query(`id eq "${annId}"`), query('email eq "person@example.com"')]) {
      const { status, body } = await as('GET', path)
      expect([path, status, body.errors?.[0]?.code]).toEqual([path, 403, 'AUTH-INSUFFICIENT-SCOPE'])
    }
    expect((await as('POST', '/users/actions/filter', { filter: `id eq "${annId}"` })).status).toBe(403)
    expect((await as('GET', '/users/actions/count')).status).toBe(403)
    expect((await as('GET', '/users/me')).body).toMatchObject({ id, name: 'Person', email: 'person@example.com' })
    expect((await as('GET', `/users/${id}`)).body).toMatchObject({ id, email: 'person@example.com' })
  })

  it('own address and subject are told to tokens that say so, here and in advance', async () => {
    const id = await personId()
    const client = await tenant.addClient({ allowed_scopes: '["user_default","email"]' })
    const told = async (scope: string) => {
      const as = restCaller(tenant, await tenant.userToken(id, client, scope))
      const { body: me } = await as('GET', '/users/me')
      const { body: boot } = await as('GET', '/boot/core-init')
      expect(boot[0].data).toEqual(me)
      expect(me).toMatchObject({ id, name: 'Person', status: 'active' })
      return Object.keys(me).filter((name) => name === 'email' || name === 'subject')
    }
    expect(await told('apps:read')).toEqual([])
    expect(await told('identity.email:read')).toEqual(['email'])
    expect(await told('email')).toEqual(['email'])
    expect(await told('identity.subject:read')).toEqual(['subject'])
    expect(await told('user_default')).toEqual(['subject', 'email'])
  })
})
