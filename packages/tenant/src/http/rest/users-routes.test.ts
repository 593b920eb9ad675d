import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let strangersUser: string

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
  strangersUser = await tenant.addUser(
    {
      subject: 'stranger',
      subject_folded: 'stranger',
      email: 'stranger@example.com',
      email_folded: 'stranger@example.com',
    },
    tenant.contexts[1]?.tenant.id,
  )
})
afterAll(() => tenant.close())

const create = async (user: Record<string, unknown>): Promise<string> => {
  const { status, body } = await admin('POST', '/users', user)
  expect([status, body.errors]).toEqual([201, undefined])
  return body.id
}

const filtered = async (filter: string, caller: RestCaller = admin) =>
  caller('GET', `/users?${new URLSearchParams({ filter })}`)

const subjects = async (filter: string): Promise<string[]> =>
  (await filtered(filter)).body.data.map((user: { subject: string }) => user.subject).sort()

describe('POST /users', () => {
  it('creates an active user, which GET then shows', async () => {
    const { status, body, headers } = await admin('POST', '/users', {
      subject: 'idp|ann',
      name: 'Ann Example',
      email: 'Ann@Example.com',
      picture: 'https://example.com/ann.png',
      status: 'active',
      tenantId: tenant.context.tenant.id,
      assignedRoles: [{ name: 'SharedSpaceCreator' }, { id: '64d0000000000000000000bc' }],
    })
    expect(status).toBe(201)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      tenantId: tenant.context.tenant.id,
      subject: 'idp|ann',
      name: 'Ann Example',
      email: 'Ann@Example.com',
      picture: 'https://example.com/ann.png',
      status: 'active',
      assignedRoles: [
        { id: '64d0000000000000000000bb', name: 'SharedSpaceCreator', type: 'default', level: 'user' },
        { id: '64d0000000000000000000bc', name: 'Steward', type: 'default', level: 'user' },
      ],
      assignedGroups: [],
      assignedScopes: ['spaces.shared:create'],
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      lastUpdatedAt: body.createdAt,
      links: { self: { href: `${tenant.url}/api/v1/users/${body.id}` } },
    })
    expect((await admin('GET', `/users/${body.id}`)).body).toEqual(body)
  })

  it('takes a subject alone, and an invitation with an email address', async () => {
    const plain = await admin('POST', '/users', { subject: 'idp|plain' })
    expect(plain.body).toMatchObject({ name: 'idp|plain', status: 'active' })
    const invited = await admin('POST', '/users', { subject: 'idp|inv', email: 'inv@example.com', status: 'invited' })
    expect(invited.body).toMatchObject({ name: 'inv@example.com', status: 'invited' })
    expect(invited.body.inviteExpiry).toBeGreaterThan(Date.now() / 1000)
  })

  it('lets exactly one of a hundred simultaneous creations of a subject succeed', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        admin('POST', '/users', { subject: 'idp|race', name: `Racer ${index}` }),
      ),
    )
    const created = answers.filter(({ status }) => status === 201)
    const refused = answers.filter(({ status }) => status === 409)
    expect([created.length, refused.length]).toEqual([1, 99])
    expect(refused[0]?.body.errors[0]).toMatchObject({
      code: 'USERS-DUPLICATE-SUBJECT',
      source: { pointer: '/subject' },
    })
    const { body } = await filtered('subject eq "idp|race"')
    expect(body.data.map((user: { id: string }) => user.id)).toEqual([created[0]?.body.id])
  })

  it('lets another tenant have the same subject', async () => {
    expect((await admin('POST', '/users', { subject: 'stranger' })).status).toBe(201)
  })

  it.each([
    ['no subject', {}, 'REST-INVALID-BODY', '/subject'],
    ['a blank subject', { subject: '  ' }, 'REST-INVALID-BODY', '/subject'],
    ['a long subject', { subject: 'x'.repeat(257) }, 'REST-INVALID-BODY', '/subject'],
    ['an unknown member', { subject: 's', admin: true }, 'REST-INVALID-BODY', '/admin'],
    ['no address for an email', { subject: 's', email: 'nobody' }, 'REST-INVALID-BODY', '/email'],
    ['a script for a picture', { subject: 's', picture: 'javascript:alert(1)' }, 'REST-INVALID-BODY', '/picture'],
    ['a status out of reach', { subject: 's', status: 'deleted' }, 'REST-INVALID-BODY', '/status'],
    [
      'a text where a list belongs',
      { subject: 's', assignedRoles: 'TenantAdmin' },
      'REST-INVALID-BODY',
      '/assignedRoles',
    ],
    ['a NUL character', { subject: 's\0' }, 'REST-INVALID-BODY', ''],
    ['an unknown role', { subject: 's', assignedRoles: [{ name: 'Emperor' }] }, 'ROLES-UNKNOWN', '/assignedRoles/0'],
    ['another tenant', { subject: 's', tenantId: 'other' }, 'USERS-OTHER-TENANT', '/tenantId'],
    ['an invitation without address', { subject: 's', status: 'invited' }, 'USERS-EMAIL-REQUIRED', '/email'],
  ])('refuses %s', async (_case, user, code, pointer) => {
    const { status, body } = await admin('POST', '/users', user)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ code, source: { pointer }, meta: { solution: expect.any(String) } })
    expect(body.traceId).toEqual(expect.any(String))
    expect(await subjects('subject eq "s"')).toEqual([])
  })

  it('refuses more than 500 kB, and what is not JSON', async () => {
    const large = await admin('POST', '/users', { subject: 's', name: 'x'.repeat(512_001) })
    expect([large.status, large.body.errors[0].code]).toEqual([413, 'REST-BODY-TOO-LARGE'])
    const broken = await admin('POST', '/users', '{"subject":')
    expect([broken.status, broken.body.errors[0].code]).toEqual([400, 'HTTP-MALFORMED'])
    const xml = await admin('POST', '/users', '<subject/>', { 'content-type': 'text/xml' })
    expect([xml.status, xml.body.errors[0].code]).toEqual([415, 'REST-UNSUPPORTED-MEDIA-TYPE'])
  })

  it('lets nobody give a role that is more powerful than the own token', async () => {
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const refused = await userAdmin('POST', '/users', { subject: 'idp|coup', assignedRoles: [{ name: 'TenantAdmin' }] })
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect(await subjects('subject eq "idp|coup"')).toEqual([])
    const allowed = await admin('POST', '/users', { subject: 'idp|boss', assignedRoles: [{ name: 'TenantAdmin' }] })
    expect(allowed.body.assignedScopes).toEqual(['admin_classic'])
  })
})

describe('GET /users/{id} and /users/me', () => {
  it('tell of a user, and of the one the token was issued to', async () => {
    const id = await create({ subject: 'me|one', name: 'One' })
    const asUser = restCaller(tenant, await tenant.userToken(id, await tenant.addClient()))
    const me = await asUser('GET', '/users/me')
    expect(me.body).toMatchObject({ id, name: 'One', subject: 'me|one' })
    expect(me.headers.get('content-location')).toBe(`/api/v1/users/${id}`)
    expect((await admin('GET', `/users/${id}?fields=name`)).body).toEqual({ name: 'One' })
    expect((await asUser('GET', `/users/${strangersUser}`)).status).toBe(404)
  })

  it.each(['GET', 'PATCH', 'DELETE'])('%s does not find an unknown user, nor one of another tenant', async (method) => {
    const body = method === 'PATCH' ? [{ op: 'replace', path: '/name', value: 'Taken over' }] : undefined
    for (const id of ['0123456789abcdef01234567', strangersUser]) {
      const answer = await admin(method, `/users/${id}`, body)
      expect([answer.status, answer.body.errors[0].code]).toEqual([404, 'USERS-7'])
    }
    const { store } = tenant.dependencies
    const stranger = await store.selectFrom('users').selectAll().where('id', '=', strangersUser).executeTakeFirst()
    expect(stranger).toMatchObject({ name: 'Test User', epoch: 0 })
  })
})

describe('DELETE /users/{id}', () => {
  it('deletes the user, its memberships and its access', async () => {
    const group = await admin('POST', '/groups', { name: 'Left behind', providerType: 'custom' })
    const id = await create({ subject: 'gone' })
    await admin('PATCH', `/users/${id}`, [{ op: 'add', path: '/assignedGroups', value: [{ id: group.body.id }] }])
    const asUser = restCaller(tenant, await tenant.userToken(id, await tenant.addClient()))
    expect((await asUser('GET', '/users/me')).status).toBe(200)
    const told: unknown[] = []
    const end = tenant.dependencies.identityChanges.subscribe((change) => told.push(change))

    expect(await admin('DELETE', `/users/${id}`)).toMatchObject({ status: 204, body: undefined })
    end()
    expect(told).toEqual([{ tenantId: tenant.context.tenant.id, kind: 'user', id }])
    expect((await asUser('GET', '/users/me')).status).toBe(401)
    expect((await admin('GET', `/users/${id}`)).status).toBe(404)
    expect((await admin('DELETE', `/groups/${group.body.id}`)).status).toBe(204)
    expect(await create({ subject: 'gone' })).not.toBe(id)
  })

  it('leaves the bot user of a client to its client', async () => {
    const { body: me } = await admin('GET', '/users/me')
    for (const answer of [
      await admin('DELETE', `/users/${me.id}`),
      await admin('PATCH', `/users/${me.id}`, [{ op: 'replace', path: '/name', value: 'Human' }]),
    ])
      expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'USERS-BOT'])
    expect((await admin('GET', '/users/me')).body.name).toBe(me.name)
  })
})
