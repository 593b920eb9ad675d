import { afterAll, describe, expect, it } from 'vitest'
import { restCaller } from './testing/rest-caller.js'
import { custom, startUserPatching } from './testing/user-patching.js'

const { tenant, admin, client, someone, patch } = await startUserPatching()
afterAll(() => tenant.close())

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
