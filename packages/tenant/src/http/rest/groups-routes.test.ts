import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

const everyone = '000000000000000000000001'

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

const create = async (group: Record<string, unknown>): Promise<string> => {
  const { status, body } = await admin('POST', '/groups', group)
  expect([status, body.errors]).toEqual([201, undefined])
  return body.id
}

/** A user with a token, member of the group. */
const member = async (groupId: string): Promise<{ id: string; as: RestCaller }> => {
  const id = await tenant.addUser()
  await admin('PATCH', `/users/${id}`, [{ op: 'add', path: '/assignedGroups/-', value: [{ id: groupId }] }])
  return { id, as: restCaller(tenant, await tenant.userToken(id, await tenant.addClient())) }
}

describe('POST /groups', () => {
  it('creates a group, which GET then shows', async () => {
    const { status, body } = await admin('POST', '/groups', {
      name: 'Region North',
      description: 'Managers of the north',
      providerType: 'custom',
      status: 'active',
      assignedRoles: [{ name: 'Steward' }],
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      tenantId: tenant.context.tenant.id,
      name: 'Region North',
      description: 'Managers of the north',
      providerType: 'custom',
      status: 'active',
      assignedRoles: [{ id: '64d0000000000000000000bc', name: 'Steward', type: 'default', level: 'user' }],
      createdAt: expect.any(String),
      createdBy: (await admin('GET', '/users/me')).body.id,
      lastUpdatedAt: body.createdAt,
      links: { self: { href: `${tenant.url}/api/v1/groups/${body.id}` } },
    })
    expect((await admin('GET', `/groups/${body.id}`)).body).toEqual(body)
  })

  it('takes a name once per provider type, case-sensitively', async () => {
    await create({ name: 'Twice' })
    expect((await admin('GET', '/groups?filter=name eq "Twice"')).body.data[0].providerType).toBe('idp')
    await create({ name: 'Twice', providerType: 'custom' })
    await create({ name: 'twice', providerType: 'custom' })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => admin('POST', '/groups', { name: 'Twice', providerType: 'custom' })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([409]))
    expect(answers[0]?.body.errors[0].code).toBe('GROUPS-DUPLICATE-NAME')
    const { body } = await admin('GET', '/groups?filter=name eq "TWICE"')
    expect(body.data).toHaveLength(3)
  })

  it.each([
    ['no name', {}, '/name'],
    ['a long name', { name: 'x'.repeat(257) }, '/name'],
    ['an unknown member', { name: 'x', members: [] }, '/members'],
    ['an unknown provider type', { name: 'x', providerType: 'scim' }, '/providerType'],
    ['a disabled group', { name: 'x', status: 'disabled' }, '/status'],
    ['an unknown role', { name: 'x', assignedRoles: [{ id: 'x' }] }, '/assignedRoles/0'],
    [
      'more than 100 roles',
      { name: 'x', assignedRoles: Array.from({ length: 101 }, () => ({ name: 'Steward' })) },
      '/assignedRoles',
    ],
  ])('refuses %s', async (_case, group, pointer) => {
    const { status, body } = await admin('POST', '/groups', group)
    expect([status, body.errors[0].source]).toEqual([400, { pointer }])
  })

  it('lets nobody give a role that is more powerful than the own token', async () => {
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const { status, body } = await userAdmin('POST', '/groups', {
      name: 'Coup',
      assignedRoles: [{ name: 'TenantAdmin' }],
    })
    expect([status, body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect((await admin('GET', '/groups?filter=name eq "Coup"')).body.data).toEqual([])
  })

  it('refuses the group after the ten thousandth', async () => {
    const crowded = await startTenant({ routes: [registerRestRoutes] })
    try {
      const now = new Date().toISOString()
      const rows = Array.from({ length: 9_999 }, (_, index) => ({
        tenant_id: crowded.context.tenant.id,
        id: `crowd-${index}`,
        name: `Crowd ${index}`,
        name_folded: `crowd ${index}`,
        description: null,
        provider_type: 'custom' as const,
        status: 'active' as const,
        created_at: now,
        created_by: null,
        updated_at: now,
        updated_by: null,
      }))
      for (let from = 0; from < rows.length; from += 1_000)
        await crowded.dependencies.store
          .insertInto('groups')
          .values(rows.slice(from, from + 1_000))
          .execute()
      const call = await machineCaller(crowded)
      const answers = await Promise.all(['A', 'B', 'C'].map((name) => call('POST', '/groups', { name })))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403])
      expect(answers.find(({ status }) => status === 403)?.body.errors[0].code).toBe('GROUPS-LIMIT')
    } finally {
      await crowded.close()
    }
  })
})

describe('GET /groups', () => {
  it('filters, sorts and pages', async () => {
    for (const name of ['page c', 'page a', 'page b']) await create({ name, providerType: 'custom' })
    const first = await admin('GET', '/groups?filter=name co "PAGE"&sort=-name&limit=2&totalResults=true')
    expect(first.body.totalResults).toBe(3)
    expect(first.body.data.map((group: { name: string }) => group.name)).toEqual(['page c', 'page b'])
    const second = await admin('GET', first.body.links.next.href)
    expect(second.body.data.map((group: { name: string }) => group.name)).toEqual(['page a'])
    expect(second.body.links.next).toBeUndefined()
    const long = await admin('POST', '/groups/actions/filter', {
      filter: 'providerType eq "custom" and name eq "page a"',
    })
    expect(long.body.data).toHaveLength(1)
    expect((await admin('GET', '/groups?filter=members eq "x"')).status).toBe(400)
  })

  it('shows system groups when asked, and only then', async () => {
    const system = await admin('GET', '/groups?systemGroups=true')
    expect(system.body.data).toMatchObject([{ id: everyone, name: 'com.qlik.Everyone' }])
    expect((await admin('GET', `/groups/${everyone}`)).body.name).toBe('com.qlik.Everyone')
    expect((await admin('GET', '/groups?filter=name co "everyone"')).body.data).toEqual([])
    const counted = await admin('GET', '/groups?systemGroups=true&limit=1&sort=-name&totalResults=true')
    expect(counted.body).toMatchObject({ data: system.body.data, totalResults: 1 })
    for (const query of ['filter=name eq "x"', 'next=x', 'prev=x']) {
      expect((await admin('GET', `/groups?systemGroups=true&${query}`)).status).toBe(400)
    }
  })

  it('does not find an unknown group', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? [{ op: 'replace', path: '/name', value: 'x' }] : undefined
      const answer = await admin(method, '/groups/0123456789abcdef01234567', body)
      expect([method, answer.status, answer.body.errors[0].code]).toEqual([method, 404, 'GROUPS-7'])
    }
  })
})

describe('PATCH /groups/{id}', () => {
  it('replaces name, description and roles, with and without a slash', async () => {
    const id = await create({ name: 'Before', providerType: 'custom' })
    const { status } = await admin('PATCH', `/groups/${id}`, [
      { op: 'replace', path: '/name', value: 'After' },
      { op: 'replace', path: 'description', value: 'Changed' },
      { op: 'replace', path: 'assignedRoles', value: [{ name: 'Steward' }] },
    ])
    expect(status).toBe(204)
    expect((await admin('GET', `/groups/${id}`)).body).toMatchObject({
      name: 'After',
      description: 'Changed',
      assignedRoles: [{ name: 'Steward' }],
      updatedBy: (await admin('GET', '/users/me')).body.id,
    })
    expect((await admin('GET', '/groups?filter=name eq "after"')).body.data).toHaveLength(1)
  })

  it('refuses a taken name, the name of an idp group, other paths, and the system group', async () => {
    const id = await create({ name: 'Own', providerType: 'custom' })
    await create({ name: 'Taken', providerType: 'custom' })
    const idp = await create({ name: 'From the provider', providerType: 'idp' })
    const rename = (value: string) => [{ op: 'replace', path: '/name', value }]
    expect((await admin('PATCH', `/groups/${id}`, rename('Taken'))).status).toBe(409)
    expect((await admin('PATCH', `/groups/${idp}`, rename('Mine'))).status).toBe(400)
    expect(
      (await admin('PATCH', `/groups/${id}`, [{ op: 'replace', path: '/status', value: 'disabled' }])).status,
    ).toBe(400)
    expect((await admin('PATCH', `/groups/${everyone}`, rename('Nobody'))).body.errors[0].code).toBe('GROUPS-SYSTEM')
    expect((await admin('GET', `/groups/${id}`)).body.name).toBe('Own')
  })

  it('ends the tokens of the members when roles change, and only then', async () => {
    const id = await create({ name: 'Members', providerType: 'custom' })
    const { as } = await member(id)
    await admin('PATCH', `/groups/${id}`, [{ op: 'replace', path: '/description', value: 'x' }])
    expect((await as('GET', '/users/me')).status).toBe(200)
    await admin('PATCH', `/groups/${id}`, [{ op: 'replace', path: '/assignedRoles', value: [{ name: 'Steward' }] }])
    expect((await as('GET', '/users/me')).status).toBe(401)
  })

  it('lets nobody give a role that is more powerful than the own token', async () => {
    const id = await create({ name: 'Stays weak', providerType: 'custom' })
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const { status } = await userAdmin('PATCH', `/groups/${id}`, [
      { op: 'replace', path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] },
    ])
    expect(status).toBe(403)
    expect((await admin('GET', `/groups/${id}`)).body.assignedRoles).toEqual([])
  })
})

describe('DELETE /groups/{id}', () => {
  it('deletes a group without members, and no other', async () => {
    const id = await create({ name: 'Full', providerType: 'custom', assignedRoles: [{ name: 'Steward' }] })
    const { id: userId } = await member(id)
    const refused = await admin('DELETE', `/groups/${id}`)
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'GROUPS-HAS-MEMBERS'])
    await admin('PATCH', `/users/${userId}`, [{ op: 'remove-value', path: '/assignedGroups', value: [{ id }] }])
    expect((await admin('DELETE', `/groups/${id}`)).status).toBe(204)
    expect((await admin('GET', `/groups/${id}`)).status).toBe(404)
    expect((await admin('DELETE', `/groups/${everyone}`)).status).toBe(403)
  })
})

describe('/groups/settings', () => {
  const setting = (path: string, value: unknown) => admin('PATCH', '/groups/settings', [{ op: 'replace', path, value }])

  it('are read and changed', async () => {
    expect((await admin('GET', '/groups/settings')).body).toMatchObject({
      autoCreateGroups: false,
      syncIdpGroups: false,
    })
    expect((await setting('/autoCreateGroups', true)).status).toBe(204)
    expect((await admin('GET', '/groups/settings')).body).toMatchObject({
      autoCreateGroups: true,
      syncIdpGroups: false,
    })
    expect((await setting('/autoCreateGroups', 'yes')).status).toBe(400)
    expect((await setting('/everything', true)).status).toBe(400)
  })

  it('give roles to everyone, which ends the tokens of users but not those of machines', async () => {
    const { as } = await member(await create({ name: 'Somebody', providerType: 'custom' }))
    const path = `/systemGroups/${everyone}/assignedRoles`
    expect((await setting(path, [{ name: 'Steward' }])).status).toBe(204)
    expect((await as('GET', '/users/me')).status).toBe(401)
    const { body } = await admin('GET', '/groups/settings')
    expect(body.systemGroups[everyone]).toMatchObject({
      name: 'com.qlik.Everyone',
      assignedRoles: [{ name: 'Steward' }],
    })
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const refused = await userAdmin('PATCH', '/groups/settings', [
      { op: 'replace', path, value: [{ name: 'TenantAdmin' }] },
    ])
    expect(refused.body.errors[0].code).toBe('REST-PRIVILEGE-ESCALATION')
  })
})
