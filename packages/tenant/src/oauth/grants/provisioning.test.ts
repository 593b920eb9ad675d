import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tenantAdminRoleId } from '../../directory/roles/default-roles.js'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from '../../http/rest/testing/rest-caller.js'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket } from '../../qix/testing/raw-socket.js'
import { loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'

let tenant: StartedTenant
let admin: RestCaller
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], upgrades: [attachQix] })
  admin = await machineCaller(tenant)
  client = await tenant.addClient({ may_provision_users: 1 })
  await loadSmallApp(tenant)
})
afterAll(() => tenant.close())

const request = (user: object, changes: object = {}) => ({
  grant_type: grantTypes.impersonation,
  ...wire(client),
  user,
  ...changes,
})
const mint = async (user: object, changes: object = {}): Promise<string> => {
  const { status, body } = await tenant.requestToken(request(user, changes))
  expect(status, JSON.stringify(body)).toBe(200)
  return body.access_token
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const me = async (token: string) => {
  const response = await fetch(`${tenant.url}/api/v1/users/me`, { headers: bearer(token) })
  return { status: response.status, body: await response.json() }
}
const groupNames = (user: { assignedGroups: { name: string }[] }) => user.assignedGroups.map(({ name }) => name)
const records = async (): Promise<{ event: string; [member: string]: unknown }[]> => {
  const rows = await tenant.context.store.selectFrom('audit_journal').select('record').orderBy('seq').execute()
  return rows.map(({ record }) => JSON.parse(record))
}

describe('an impersonation request with user', () => {
  it('creates the user with groups and attributes, and mints its token', async () => {
    const before = (await records()).length
    const said = {
      subject: 'new|1',
      name: 'New One',
      email: 'new@example.com',
      groups: ['Sales', 'Berlin'],
      attributes: { region: 'North', 'cost.centre': '17' },
    }
    const { body } = await me(await mint(said))
    expect(body).toMatchObject({
      subject: 'new|1',
      name: 'New One',
      email: 'new@example.com',
      status: 'active',
      assignedRoles: [],
      attributes: said.attributes,
    })
    expect(groupNames(body)).toEqual(['Berlin', 'Sales'])
    expect((await records()).slice(before).map((each) => [each.event, each.client, each.outcome])).toEqual([
      ...Array(2).fill(['group.created', client.clientId, 'success']),
      ['user.created', client.clientId, 'success'],
      ['oauth-token.issued', client.clientId, 'success'],
    ])
  })

  it('changes what it says, keeps what it does not say, and takes what it says to be empty', async () => {
    await mint({ subject: 'kept', name: 'Before', email: 'kept@example.com', groups: ['A'], attributes: { a: '1' } })
    const renamed = await me(await mint({ subject: 'kept', name: 'After' }))
    expect(renamed.body).toMatchObject({ name: 'After', email: 'kept@example.com', attributes: { a: '1' } })
    expect(groupNames(renamed.body)).toEqual(['A'])
    const emptied = await me(await mint({ subject: 'kept', groups: [], attributes: {} }))
    expect([emptied.body.attributes, emptied.body.assignedGroups]).toEqual([undefined, []])
  })

  it('writes nothing but the issued token when nothing changed, and keeps earlier tokens good', async () => {
    const said = { subject: 'same', name: 'Same', groups: ['B', 'A'], attributes: { b: '2', a: '1' } }
    const first = await mint(said)
    const { updated_at } = await tenant.context.store
      .selectFrom('users')
      .select('updated_at')
      .where('subject', '=', 'same')
      .executeTakeFirstOrThrow()
    const before = (await records()).length
    await mint({ ...said, groups: ['A', 'B'], attributes: { a: '1', b: '2' } })
    expect((await records()).slice(before).map((each) => each.event)).toEqual(['oauth-token.issued'])
    expect((await me(first)).body.lastUpdatedAt).toBe(updated_at)
  })

  it('makes earlier tokens worthless and closes open sockets when groups change; the new token is good', async () => {
    const first = await mint({ subject: 'moving', groups: ['everything'] })
    const socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, bearer(first))
    await socket.nextFrame()
    const second = await mint({ subject: 'moving', groups: ['north'] })
    expect((await socket.closed).code).toBe(4006)
    expect((await me(first)).status).toBe(401)
    expect(groupNames((await me(second)).body)).toEqual(['north'])
  })

  it('leaves memberships of other sources alone', async () => {
    const token = await mint({ subject: 'shared', groups: ['Provisioned'] })
    const { id } = (await me(token)).body
    await admin('POST', '/groups', { name: 'Manual', providerType: 'custom' })
    await admin('PATCH', `/users/${id}`, [{ op: 'add', path: '/assignedGroups/-', value: [{ name: 'Manual' }] }])
    expect(groupNames((await me(await mint({ subject: 'shared', groups: [] }))).body)).toEqual(['Manual'])
  })

  it('is taken from a form, as JSON text', async () => {
    const form = { ...request({}), user: JSON.stringify({ subject: 'form', groups: ['Formal'] }) }
    const response = await fetch(`${tenant.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
    expect(groupNames((await me((await response.json()).access_token)).body)).toEqual(['Formal'])
  })

  it('may come with a lookup of the same user', async () => {
    const { id } = (await me(await mint({ subject: 'twice' }))).body
    for (const user_lookup of [
      { field: 'subject', value: 'twice' },
      { field: 'userId', value: id },
    ])
      expect((await me(await mint({ subject: 'twice', name: 'Again' }, { user_lookup }))).body.id).toBe(id)
  })
})

describe('an impersonation request with user is refused', () => {
  const users = async (): Promise<number> => (await admin('GET', '/users/actions/count')).body.total
  const untouched = async (...refusal: [body: object, status: number, code: string, error: string]) => {
    const before = await users()
    const answer = await expectRefusal(tenant, ...refusal)
    expect(await users()).toBe(before)
    return answer
  }

  it('to a client that may not provision', async () => {
    const other = await tenant.addClient()
    await untouched(
      request({ subject: 'x' }, wire(other)),
      403,
      'OAUTH-PROVISIONING-NOT-ALLOWED',
      'unauthorized_client',
    )
  })

  it('for another user than the lookup names', async () => {
    const userId = await tenant.addUser({ subject: 'someone' })
    for (const [field, value] of [
      ['subject', 'someone'],
      ['userId', userId],
      ['userId', 'unknown'],
    ])
      await untouched(
        request({ subject: 'x' }, { user_lookup: { field, value } }),
        400,
        'USERS-PROVISION-SUBJECT',
        'invalid_request',
      )
    await mint({ subject: 'Spelled' })
    await untouched(request({ subject: 'spelled' }), 400, 'USERS-PROVISION-SUBJECT', 'invalid_request')
  })

  it('for who administers, whatever the client may', async () => {
    const powerful = await tenant.addClient({ may_provision_users: 1, may_impersonate_admins: 1 })
    const userId = await tenant.addUser({ subject: 'boss', name: 'Boss' })
    const { store, tenant: home } = tenant.context
    await store
      .insertInto('user_roles')
      .values({ tenant_id: home.id, user_id: userId, role_id: tenantAdminRoleId })
      .execute()
    const change = request({ subject: 'boss', name: 'Puppet' }, wire(powerful))
    await untouched(change, 403, 'USERS-PROVISION-ADMIN', 'access_denied')
    expect((await admin('GET', `/users/${userId}`)).body.name).toBe('Boss')
  })

  it('for a group that administers', async () => {
    const body = { name: 'Rulers', providerType: 'custom', assignedRoles: [{ name: 'AnalyticsAdmin' }] }
    await admin('POST', '/groups', body)
    await untouched(
      request({ subject: 'climber', groups: ['Rulers'] }),
      403,
      'USERS-PROVISION-ADMIN-GROUP',
      'access_denied',
    )
  })

  it('for a disabled user, who stays as they are', async () => {
    const userId = await tenant.addUser({ subject: 'gone', name: 'Gone', status: 'disabled' })
    await untouched(request({ subject: 'gone', name: 'Back' }), 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')
    expect((await admin('GET', `/users/${userId}`)).body).toMatchObject({ name: 'Gone', status: 'disabled' })
  })

  it('with a scope that the token cannot have, before anything is written', async () => {
    const change = request({ subject: 'greedy', groups: ['Greedy'] }, { scope: 'admin.users' })
    await untouched(change, 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
    expect((await admin('GET', '/groups?filter=name eq "Greedy"')).body.data).toEqual([])
  })

  it.each([
    ['nobody', { subject: '' }, 'user.subject'],
    ['a member that is not known', { subject: 'x', role: 'TenantAdmin' }, 'user.role'],
    ['a mail address that is none', { subject: 'x', email: 'x' }, 'user.email'],
    ['a group without name', { subject: 'x', groups: [' '] }, 'user.groups.0'],
    ['too many groups', { subject: 'x', groups: Array.from({ length: 201 }, (_, i) => `g${i}`) }, 'user.groups'],
    ['an attribute that is no text', { subject: 'x', attributes: { age: 7 } }, 'user.attributes.age'],
    ['an attribute without a name', { subject: 'x', attributes: { '': 'x' } }, 'user.attributes.'],
    ['an endless attribute', { subject: 'x', attributes: { a: 'x'.repeat(1025) } }, 'user.attributes.a'],
    ['NUL characters', { subject: 'x', groups: ['a\0'] }, 'user.groups.0'],
    ['no object', 'text', 'user'],
  ])('with %s', async (_what, user, parameter) => {
    const { body } = await untouched(request(user as object), 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    expect(body.errors[0].detail).toContain(`The parameter ${parameter} `)
  })

  it('without user and without user_lookup', async () => {
    const { user: _user, ...rest } = request({})
    await untouched(rest, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
  })
})
