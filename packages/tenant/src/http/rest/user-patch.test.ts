import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let client: Credentials
const groups: Record<string, string> = {}

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
  client = await tenant.addClient()
  for (const [name, providerType, roles] of [
    ['North', 'custom', []],
    ['South', 'custom', []],
    ['Rulers', 'custom', [{ name: 'TenantAdmin' }]],
    ['North', 'idp', []],
  ] as const) {
    const { body } = await admin('POST', '/groups', { name, providerType, assignedRoles: roles })
    groups[`${name} ${providerType}`] = body.id
  }
})
afterAll(() => tenant.close())

let count = 0

/** A new user with a token of its own. */
const someone = async (): Promise<{ id: string; as: RestCaller }> => {
  count += 1
  const id = await tenant.addUser({ subject: `patched|${count}`, subject_folded: `patched|${count}` })
  return { id, as: restCaller(tenant, await tenant.userToken(id, client)) }
}

const patch = (id: string, ...operations: unknown[]) => admin('PATCH', `/users/${id}`, operations)

const groupNames = async (id: string): Promise<string[]> =>
  (await admin('GET', `/users/${id}?fields=groups`)).body.groups

const custom = (name: string) => ({ name, providerType: 'custom' })

describe('PATCH /users/{id}', () => {
  it('sets and unsets fields', async () => {
    const { id } = await someone()
    const answer = await patch(
      id,
      { op: 'replace', path: '/name', value: 'Renamed Ünit' },
      { op: 'set', path: '/email', value: 'new@example.com' },
      { op: 'replace', path: '/preferredLocale', value: 'sv-SE' },
      { op: 'replace', path: '/preferredZoneinfo', value: 'Europe/Stockholm' },
    )
    expect(answer).toMatchObject({ status: 204, body: undefined })
    const { body } = await admin('GET', `/users/${id}`)
    expect(body).toMatchObject({
      name: 'Renamed Ünit',
      email: 'new@example.com',
      preferredLocale: 'sv-SE',
      preferredZoneinfo: 'Europe/Stockholm',
    })
    expect(body.lastUpdatedAt >= body.createdAt).toBe(true)
    const found = await admin('GET', `/users?filter=name eq "renamed ünit" and email eq "NEW@example.com"`)
    expect(found.body.data).toHaveLength(1)

    await patch(id, { op: 'unset', path: '/email' }, { op: 'unset', path: '/preferredLocale' })
    const after = (await admin('GET', `/users/${id}`)).body
    expect(after).not.toHaveProperty('email')
    expect(after).not.toHaveProperty('preferredLocale')
  })

  it('takes the media type of JSON Patch', async () => {
    const { id } = await someone()
    const operations = [{ op: 'replace', path: '/name', value: 'By standard' }]
    const answer = await admin('PATCH', `/users/${id}`, operations, { 'content-type': 'application/json-patch+json' })
    expect(answer.status).toBe(204)
    expect((await admin('GET', `/users/${id}`)).body.name).toBe('By standard')
  })

  it('applies all operations or none', async () => {
    const { id } = await someone()
    const answer = await patch(
      id,
      { op: 'replace', path: '/name', value: 'Half' },
      { op: 'add', path: '/assignedGroups/-', value: [custom('South')] },
      { op: 'remove-value', path: '/assignedGroups', value: [custom('North')] },
    )
    expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'USERS-NOT-A-MEMBER'])
    expect(answer.body.errors[0].source).toEqual({ pointer: '/2/value/0' })
    expect((await admin('GET', `/users/${id}`)).body).toMatchObject({ name: 'Test User', assignedGroups: [] })
  })

  it.each([
    ['an unknown path', { op: 'replace', path: '/subject', value: 'x' }, 'REST-INVALID-PATCH', '/0/path'],
    ['an inherited name as path', { op: 'replace', path: 'constructor', value: 'x' }, 'REST-INVALID-PATCH', '/0/path'],
    [
      'an operation that the path does not take',
      { op: 'add', path: '/name', value: 'x' },
      'REST-INVALID-PATCH',
      '/0/op',
    ],
    ['an unknown operation', { op: 'move', path: '/name', value: 'x' }, 'REST-INVALID-BODY', '/0/op'],
    ['no value', { op: 'replace', path: '/name' }, 'REST-INVALID-PATCH', '/0'],
    ['an empty name', { op: 'replace', path: '/name', value: '' }, 'REST-INVALID-PATCH', '/0/value'],
    ['no address for an email', { op: 'replace', path: '/email', value: 'x' }, 'REST-INVALID-PATCH', '/0/value'],
    ['a status out of reach', { op: 'replace', path: '/status', value: 'deleted' }, 'REST-INVALID-PATCH', '/0/value'],
    [
      'an unknown role',
      { op: 'replace', path: '/assignedRoles', value: [{ name: 'Emperor' }] },
      'ROLES-UNKNOWN',
      '/0/value/0',
    ],
    [
      'an unknown group',
      { op: 'add', path: '/assignedGroups/-', value: [{ id: 'x' }] },
      'USERS-UNKNOWN-GROUP',
      '/0/value/0',
    ],
    [
      'a reference of another shape',
      { op: 'add', path: '/assignedGroups', value: [{ nme: 'x' }] },
      'REST-INVALID-PATCH',
      '/0/value/0',
    ],
    ['the renewal of no invitation', { op: 'renew', path: '/inviteExpiry' }, 'REST-INVALID-PATCH', '/0/path'],
  ])('refuses %s', async (_case, operation, code, pointer) => {
    const { id, as } = await someone()
    const { status, body } = await patch(id, operation)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ code, source: { pointer } })
    expect((await as('GET', '/users/me')).body).toMatchObject({ name: 'Test User', status: 'active' })
  })

  it('refuses a body that is no list, and an empty list', async () => {
    const { id } = await someone()
    expect((await admin('PATCH', `/users/${id}`, { op: 'replace', path: '/name', value: 'x' })).status).toBe(400)
    expect((await admin('PATCH', `/users/${id}`, [])).status).toBe(400)
  })

  it('names the paths it knows', async () => {
    const { id } = await someone()
    const { body } = await patch(id, { op: 'replace', path: '/password', value: 'x' })
    expect(body.errors[0].detail).toContain('use /name, /email, /status')
  })
})

describe('groups of a user', () => {
  it('are added by id or by name, one or several', async () => {
    const { id } = await someone()
    expect((await patch(id, { op: 'add', path: '/assignedGroups/-', value: custom('North') })).status).toBe(204)
    expect(
      (await patch(id, { op: 'add', path: '/assignedGroups', value: [{ id: groups['South custom'] }] })).status,
    ).toBe(204)
    expect(await groupNames(id)).toEqual(['North', 'South'])
    expect((await admin('GET', `/users/${id}`)).body.assignedGroups).toEqual([
      { id: groups['North custom'], name: 'North', providerType: 'custom', assignedRoles: [] },
      { id: groups['South custom'], name: 'South', providerType: 'custom', assignedRoles: [] },
    ])
  })

  it('are replaced and removed', async () => {
    const { id } = await someone()
    await patch(id, { op: 'add', path: '/assignedGroups', value: [custom('North')] })
    await patch(id, { op: 'replace', path: '/assignedGroups', value: [custom('South')] })
    expect(await groupNames(id)).toEqual(['South'])
    await patch(id, { op: 'remove-value', path: '/assignedGroups', value: [custom('South')] })
    expect(await groupNames(id)).toEqual([])
  })

  it('are refused twice', async () => {
    const { id } = await someone()
    await patch(id, { op: 'add', path: '/assignedGroups/-', value: [custom('North')] })
    const { status, body } = await patch(id, {
      op: 'add',
      path: '/assignedGroups/-',
      value: [custom('South'), custom('North')],
    })
    expect([status, body.errors[0].code, body.errors[0].source]).toEqual([
      400,
      'USERS-ALREADY-MEMBER',
      { pointer: '/0/value/1' },
    ])
    expect(await groupNames(id)).toEqual(['North'])
  })

  it('of an identity provider are not edited, and survive a replacement', async () => {
    const { id } = await someone()
    const idpGroup = groups['North idp'] ?? ''
    const refused = await patch(id, { op: 'add', path: '/assignedGroups/-', value: [{ id: idpGroup }] })
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'USERS-IDP-GROUP'])
    const { store, tenant: own } = { ...tenant.dependencies, ...tenant.context }
    const membership = { tenant_id: own.id, user_id: id, group_id: idpGroup, source: 'idp' } as const
    await store.insertInto('user_groups').values(membership).execute()
    await patch(id, { op: 'replace', path: '/assignedGroups', value: [] })
    expect((await admin('GET', `/users/${id}`)).body.assignedGroups).toMatchObject([
      { id: idpGroup, providerType: 'idp' },
    ])
  })

  it('that a token call gave are told as such, stay, and can be held by the API beside it', async () => {
    const { id } = await someone()
    const { store, tenant: own } = { ...tenant.dependencies, ...tenant.context }
    const membership = {
      tenant_id: own.id,
      user_id: id,
      group_id: groups['South custom'] ?? '',
      source: 'provision',
    } as const
    await store.insertInto('user_groups').values(membership).execute()
    const removal = { op: 'remove-value', path: '/assignedGroups', value: [custom('South')] }
    const refused = await patch(id, removal)
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'USERS-PROVISIONED-GROUP'])
    await patch(id, { op: 'add', path: '/assignedGroups/-', value: [custom('South')] })
    expect(await groupNames(id)).toEqual(['South'])
    expect((await patch(id, removal)).status).toBe(204)
    expect(await groupNames(id)).toEqual(['South'])
  })

  it('of another tenant do not exist', async () => {
    const other = tenant.contexts[1]?.tenant.id ?? ''
    const group = { tenant_id: other, id: 'aaaaaaaaaaaaaaaaaaaaaaaa', name: 'Abroad', name_folded: 'abroad' }
    const now = new Date().toISOString()
    await tenant.dependencies.store
      .insertInto('groups')
      .values({
        ...group,
        description: null,
        provider_type: 'custom',
        status: 'active',
        created_at: now,
        created_by: null,
        updated_at: now,
        updated_by: null,
      })
      .execute()
    const { id } = await someone()
    for (const ref of [{ id: group.id }, custom('Abroad')]) {
      const { status, body } = await patch(id, { op: 'add', path: '/assignedGroups/-', value: [ref] })
      expect([status, body.errors[0].code]).toEqual([400, 'USERS-UNKNOWN-GROUP'])
    }
  })

  it('with more power than the token cannot be given', async () => {
    const { id } = await someone()
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const add = [{ op: 'add', path: '/assignedGroups/-', value: [custom('Rulers')] }]
    const refused = await userAdmin('PATCH', `/users/${id}`, add)
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect(await groupNames(id)).toEqual([])
    expect((await admin('PATCH', `/users/${id}`, add)).status).toBe(204)
  })
})

describe('roles of a user', () => {
  const roles = async (id: string): Promise<string[]> =>
    (await admin('GET', `/users/${id}`)).body.assignedRoles.map((role: { name: string }) => role.name)

  it('are replaced, added and removed, by the deprecated path too', async () => {
    const { id } = await someone()
    await patch(id, { op: 'replace', path: '/assignedRoles', value: [{ name: 'Steward' }] })
    await patch(id, { op: 'add', path: '/assignedRoles/-', value: { name: 'DataSpaceCreator' } })
    await patch(id, { op: 'add', path: '/assignedRoles', value: [{ name: 'Steward' }] })
    expect(await roles(id)).toEqual(['DataSpaceCreator', 'Steward'])
    await patch(id, { op: 'remove-value', path: '/assignedRoles', value: [{ name: 'Steward' }] })
    expect(await roles(id)).toEqual(['DataSpaceCreator'])
    await patch(id, { op: 'replace', path: '/roles', value: ['SharedSpaceCreator'] })
    expect(await roles(id)).toEqual(['SharedSpaceCreator'])
  })

  it('with more power than the token are neither given, hidden in a replacement, nor taken', async () => {
    const { id } = await someone()
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    for (const op of ['add', 'replace']) {
      const refused = await userAdmin('PATCH', `/users/${id}`, [
        { op, path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] },
      ])
      expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    }
    await patch(id, { op: 'replace', path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] })
    const kept = await userAdmin('PATCH', `/users/${id}`, [
      { op: 'replace', path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] },
    ])
    expect(kept.status).toBe(204)
    const taken = await userAdmin('PATCH', `/users/${id}`, [{ op: 'replace', path: '/assignedRoles', value: [] }])
    expect([taken.status, taken.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect(await roles(id)).toEqual(['TenantAdmin'])
  })
})

describe('the tokens of a user', () => {
  it.each([
    ['the status', { op: 'replace', path: '/status', value: 'disabled' }],
    ['groups', { op: 'add', path: '/assignedGroups/-', value: [custom('North')] }],
    ['roles', { op: 'add', path: '/assignedRoles', value: [{ name: 'Steward' }] }],
  ])('are refused once %s changed, and sockets are told', async (_what, operation) => {
    const { id, as } = await someone()
    expect((await as('GET', '/users/me')).status).toBe(200)
    const told: unknown[] = []
    const end = tenant.dependencies.identityChanges.subscribe((change) => told.push(change))
    await patch(id, operation)
    end()
    expect(told).toEqual([{ tenantId: tenant.context.tenant.id, kind: 'user', id }])
    expect((await as('GET', '/users/me')).status).toBe(401)
  })

  it.each([
    ['a name', { op: 'replace', path: '/name', value: 'Other' }],
    ['a language', { op: 'replace', path: '/preferredLocale', value: 'de-DE' }],
    ['the same groups', { op: 'replace', path: '/assignedGroups', value: [custom('South')] }],
    ['the same roles', { op: 'replace', path: '/assignedRoles', value: [] }],
    ['the same status', { op: 'replace', path: '/status', value: 'active' }],
  ])('live on after %s', async (_what, operation) => {
    const { id } = await someone()
    await patch(id, { op: 'add', path: '/assignedGroups', value: [custom('South')] })
    const as = restCaller(tenant, await tenant.userToken(id, client))
    expect((await patch(id, operation)).status).toBe(204)
    expect((await as('GET', '/users/me')).status).toBe(200)
  })

  it('are new after the user is active again', async () => {
    const { id, as } = await someone()
    await patch(id, { op: 'replace', path: '/status', value: 'disabled' })
    await expect(tenant.userToken(id, client)).rejects.toThrow()
    await patch(id, { op: 'replace', path: '/status', value: 'active' })
    expect((await as('GET', '/users/me')).status).toBe(401)
    const again = restCaller(tenant, await tenant.userToken(id, client))
    expect((await again('GET', '/users/me')).status).toBe(200)
  })
})

describe('the journal', () => {
  it('tells who changed what of whom, without the values', async () => {
    const { id } = await someone()
    await patch(
      id,
      { op: 'replace', path: '/email', value: 'secret.mail@example.com' },
      { op: 'replace', path: '/status', value: 'disabled' },
    )
    await admin('DELETE', `/users/${id}`)
    const rows = await tenant.dependencies.store
      .selectFrom('audit_journal')
      .select('record')
      .where('tenant_id', '=', tenant.context.tenant.id)
      .execute()
    const records = rows
      .map((row) => JSON.parse(row.record))
      .filter((record) => record.subject === id && /^user\./.test(record.event))
    const { body: me } = await admin('GET', '/users/me')
    expect(records).toMatchObject([
      {
        event: 'user.updated',
        outcome: 'success',
        client: me.clientId,
        changed: ['email', 'status'],
        address: '127.0.0.1',
      },
      { event: 'user.deleted', outcome: 'success', client: me.clientId },
    ])
    expect(records[0].actor.id).toBe(me.id)
    expect(JSON.stringify(rows)).not.toContain('secret.mail')
  })
})
