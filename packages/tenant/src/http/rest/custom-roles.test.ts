import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestAnswer, type RestCaller, restCaller } from './testing/rest-caller.js'

const everyone = '000000000000000000000001'
const code = ({ status, body }: RestAnswer) => [status, body.errors[0].code]

describeOnBothStores('custom roles', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller
  let lender: Credentials

  beforeAll(async () => {
    tenant = await startTenant({ routes: [registerRestRoutes], config: { store: await newLocation() } })
    admin = await machineCaller(tenant)
    lender = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
  })
  afterAll(() => tenant.close())

  const newRole = async (name: string, assignedScopes: readonly string[]): Promise<string> => {
    const { status, body } = await admin('POST', '/roles', { name, assignedScopes })
    expect([status, body.errors]).toEqual([201, undefined])
    return body.id
  }
  const assign = (userId: string, roleId: string, caller = admin): Promise<RestAnswer> =>
    caller('PATCH', `/users/${userId}`, [{ op: 'add', path: '/assignedRoles/-', value: { id: roleId } }])
  const mint = (userId: string, scope?: string, client = lender) =>
    tenant.requestToken({
      grant_type: grantTypes.impersonation,
      ...wire(client),
      user_lookup: { field: 'userId', value: userId },
      scope,
    })
  const asUser = async (userId: string): Promise<RestCaller> => {
    const { body } = await mint(userId)
    return restCaller(tenant, body.access_token)
  }

  it('are made, found, changed and deleted', async () => {
    const id = await newRole('Reader of people', ['admin.users:read', 'apps:read', 'apps:read'])
    expect((await admin('GET', `/roles/${id}`)).body).toMatchObject({
      name: 'Reader of people',
      type: 'custom',
      level: 'admin',
      description: '',
      assignedScopes: ['admin.users:read', 'apps:read'],
      canEdit: true,
      canDelete: true,
      createdBy: expect.any(String),
    })
    const patch = [
      { op: 'replace', path: '/name', value: 'Reader of apps' },
      { op: 'replace', path: '/description', value: 'Sees apps' },
      { op: 'remove-value', path: '/assignedScopes', value: 'admin.users:read' },
      { op: 'add', path: '/assignedScopes/-', value: 'spaces.shared' },
    ]
    expect((await admin('PATCH', `/roles/${id}`, patch)).status).toBe(204)
    const { body } = await admin('GET', '/roles?filter=type eq "custom" and name co "READER"')
    expect(body.data).toMatchObject([{ id, level: 'user', assignedScopes: ['apps:read', 'spaces.shared'] }])
    expect((await admin('DELETE', `/roles/${id}`)).status).toBe(204)
    expect(code(await admin('GET', `/roles/${id}`))).toEqual([404, 'IDENTITIES-10402'])
    expect(code(await admin('DELETE', `/roles/${id}`))).toEqual([404, 'IDENTITIES-10402'])
  })

  it('have names of their own, scopes that exist, and do not replace default ones', async () => {
    await newRole('Once', [])
    const taken = [409, 'ROLES-DUPLICATE-NAME']
    expect(code(await admin('POST', '/roles', { name: 'ONCE' }))).toEqual(taken)
    expect(code(await admin('POST', '/roles', { name: 'tenantadmin' }))).toEqual(taken)
    const other = await newRole('Twice', [])
    const rename = [{ op: 'replace', path: '/name', value: 'once' }]
    expect(code(await admin('PATCH', `/roles/${other}`, rename))).toEqual(taken)
    for (const scope of ['admin_classic', 'user_default', 'offline_access', 'tenants:create', 'nonsense'])
      expect(code(await admin('POST', '/roles', { name: scope, assignedScopes: [scope] }))).toEqual([
        400,
        'ROLES-UNKNOWN-SCOPE',
      ])
    const tenantAdmin = '64d0000000000000000000a1'
    expect(code(await admin('DELETE', `/roles/${tenantAdmin}`))).toEqual([403, 'ROLES-DEFAULT'])
    expect(code(await admin('PATCH', `/roles/${tenantAdmin}`, rename))).toEqual([403, 'ROLES-DEFAULT'])
  })

  it('are the business of administrators only', async () => {
    const manager = await machineCaller(tenant, ['admin.users'])
    expect((await manager('GET', '/roles')).status).toBe(200)
    const refused = [403, 'AUTH-INSUFFICIENT-SCOPE']
    expect(code(await manager('POST', '/roles', { name: 'Mine' }))).toEqual(refused)
    const harmless = await newRole('Harmless', ['apps:read'])
    const powerful = await newRole('Powerful', ['admin.csp'])
    const userId = await tenant.addUser()
    const rename = [{ op: 'replace', path: '/name', value: 'Mine' }]
    expect(code(await manager('PATCH', `/roles/${harmless}`, rename))).toEqual(refused)
    expect(code(await manager('DELETE', `/roles/${harmless}`))).toEqual(refused)
    expect((await assign(userId, harmless, manager)).status).toBe(204)
    expect(code(await assign(userId, powerful, manager))).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
  })

  it('give their scopes to whoever has them directly, by a group, or as everyone, and nothing beyond', async () => {
    const role = await newRole('People', ['admin.users:read'])
    const direct = await tenant.addUser()
    const member = await tenant.addUser()
    await assign(direct, role)
    const group = { name: 'People', providerType: 'custom', assignedRoles: [{ name: 'People' }] }
    const { body: created } = await admin('POST', '/groups', group)
    expect(created.assignedRoles).toEqual([{ id: role, name: 'People', type: 'custom', level: 'admin' }])
    await admin('PATCH', `/users/${member}`, [{ op: 'add', path: '/assignedGroups/-', value: { id: created.id } }])
    for (const userId of [direct, member]) {
      expect((await mint(userId)).body.scope).toBe('user_default admin.users:read')
      expect((await mint(userId, 'admin.users')).body.errors[0].code).toBe('OAUTH-ADMIN-SCOPE')
      const caller = await asUser(userId)
      expect((await caller('GET', '/users')).status).toBe(200)
      expect(code(await caller('POST', '/users', { subject: 'x' }))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
    }
    const plain = await tenant.addUser()
    expect((await mint(plain)).body.scope).toBe('user_default')
    const systemGroup = `/systemGroups/${everyone}/assignedRoles`
    const toAll = (value: object[]) => admin('PATCH', '/groups/settings', [{ op: 'replace', path: systemGroup, value }])
    expect((await toAll([{ id: role }])).status).toBe(204)
    expect((await mint(plain)).body.scope).toBe('user_default admin.users:read')
    expect((await toAll([])).status).toBe(204)
  })

  it('protect whoever administers by one from impersonation', async () => {
    const role = await newRole('Headers', ['admin.csp'])
    const userId = await tenant.addUser()
    const client = await tenant.addClient()
    expect((await mint(userId, undefined, client)).status).toBe(200)
    await assign(userId, role)
    expect((await mint(userId, undefined, client)).body.errors[0].code).toBe('OAUTH-ADMIN-IMPERSONATION')
  })

  it('end the tokens of their holders when their scopes change, and only then', async () => {
    const role = await newRole('Changing', ['admin.users:read'])
    const userId = await tenant.addUser()
    await assign(userId, role)
    const caller = await asUser(userId)
    const patch = (path: string, value: unknown) => admin('PATCH', `/roles/${role}`, [{ op: 'replace', path, value }])
    await patch('/description', 'The same scopes')
    await patch('/assignedScopes', ['admin.users:read'])
    expect((await caller('GET', '/users')).status).toBe(200)
    await patch('/assignedScopes', ['admin.csp'])
    expect(code(await caller('GET', '/users'))).toEqual([401, 'AUTH-TOKEN-REVOKED'])
    expect((await mint(userId)).body.scope).toBe('user_default admin.csp')
  })

  it('are found by users who have them, and not deleted before those lost them', async () => {
    const role = await newRole('Found', ['apps:read'])
    const userId = await tenant.addUser()
    await assign(userId, role)
    for (const filter of ['assignedRoles.name eq "FOUND"', `assignedRoles.id eq "${role}"`]) {
      const { body } = await admin('GET', `/users?filter=${encodeURIComponent(filter)}`)
      expect(body.data).toMatchObject([
        { id: userId, assignedRoles: [{ name: 'Found' }], assignedScopes: ['apps:read'] },
      ])
    }
    const { body } = await admin('GET', '/users?filter=assignedScopes eq "apps:read"&limit=100')
    expect(body.data.map(({ id }: { id: string }) => id)).toContain(userId)
    expect((await admin('GET', '/users?filter=assignedScopes eq "apps"')).body.data).toEqual([])
    expect(code(await admin('DELETE', `/roles/${role}`))).toEqual([409, 'ROLES-ASSIGNED'])
    await admin('PATCH', `/users/${userId}`, [{ op: 'remove-value', path: '/assignedRoles', value: { id: role } }])
    expect((await admin('DELETE', `/roles/${role}`)).status).toBe(204)
    const types = (await admin('GET', '/audits?limit=100')).body.data.map(
      ({ eventType }: { eventType: string }) => eventType,
    )
    expect(types).toEqual(expect.arrayContaining(['com.qlik.core.role.created', 'com.qlik.core.role.deleted']))
  })
})
