import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'

let tenant: StartedTenant
let client: Credentials
let userId: string

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient()
  userId = await tenant.addUser({ subject: 'auth0|ann' })
})
afterAll(() => tenant.close())

const impersonation = (changes: object = {}) => ({
  grant_type: grantTypes.impersonation,
  ...wire(client),
  user_lookup: { field: 'userId', value: userId },
  ...changes,
})

describe('scopes', () => {
  const scopeOf = async (credentials: Credentials, scope?: string): Promise<string> =>
    (await tenant.requestToken(impersonation({ ...wire(credentials), scope }))).body.scope

  it('are everything the client is allowed when none is asked for, except offline_access', async () => {
    const several = await tenant.addClient({ allowed_scopes: '["user_default","apps:read","offline_access"]' })
    expect(await scopeOf(several)).toBe('user_default apps:read')
    expect(await scopeOf(several, '')).toBe('user_default apps:read')
  })

  it('are those asked for, where a parent or bundle of the client covers them', async () => {
    const parent = await tenant.addClient({ allowed_scopes: '["apps","user_default"]' })
    expect(await scopeOf(parent, 'apps:read spaces.shared')).toBe('apps:read spaces.shared')
  })
})

describe('administrators', () => {
  const tenantAdmin = '64d0000000000000000000a1'
  const auditAdmin = '64d0000000000000000000a3'
  const everyone = '000000000000000000000001'
  const assign = async (user: string, role_id: string): Promise<void> => {
    const tenant_id = tenant.context.tenant.id
    await tenant.dependencies.store.insertInto('user_roles').values({ tenant_id, user_id: user, role_id }).execute()
  }
  const ask = (credentials: Credentials, user: string, scope?: string) =>
    impersonation({ ...wire(credentials), user_lookup: { field: 'userId', value: user }, scope })

  it.each([tenantAdmin, auditAdmin])('cannot be impersonated unless the client may (role %s)', async (role) => {
    const admin = await tenant.addUser()
    await assign(admin, role)
    await expectRefusal(tenant, ask(client, admin), 403, 'OAUTH-ADMIN-IMPERSONATION', 'unauthorized_client')
  })

  it('are recognised by a role that comes with a group', async () => {
    const { store } = tenant.dependencies
    const tenant_id = tenant.context.tenant.id
    const member = await tenant.addUser()
    const now = new Date().toISOString()
    await store
      .insertInto('groups')
      .values({
        tenant_id,
        id: 'operators',
        name: 'Operators',
        name_folded: 'operators',
        provider_type: 'custom',
        status: 'active',
        created_at: now,
        updated_at: now,
      })
      .execute()
    await store.insertInto('group_roles').values({ tenant_id, group_id: 'operators', role_id: auditAdmin }).execute()
    expect((await tenant.requestToken(ask(client, member))).status).toBe(200)
    await store.insertInto('user_groups').values({ tenant_id, user_id: member, group_id: 'operators' }).execute()
    await expectRefusal(tenant, ask(client, member), 403, 'OAUTH-ADMIN-IMPERSONATION', 'unauthorized_client')
  })

  it('are all users, when the group of everyone has such a role', async () => {
    const { store } = tenant.dependencies
    const tenant_id = tenant.context.tenant.id
    await store.insertInto('group_roles').values({ tenant_id, group_id: everyone, role_id: auditAdmin }).execute()
    try {
      await expectRefusal(tenant, ask(client, userId), 403, 'OAUTH-ADMIN-IMPERSONATION', 'unauthorized_client')
    } finally {
      await store.deleteFrom('group_roles').where('group_id', '=', everyone).execute()
    }
  })

  it('lend no admin scope to a client that may not impersonate them, nor to a user who is none', async () => {
    const broad = await tenant.addClient({ allowed_scopes: '["user_default","admin_classic"]' })
    expect((await tenant.requestToken(ask(broad, userId))).body.scope).toBe('user_default')
    await expectRefusal(tenant, ask(broad, userId, 'admin.users'), 400, 'OAUTH-ADMIN-SCOPE', 'invalid_scope')

    const allowed = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    await expectRefusal(tenant, ask(allowed, userId, 'admin_classic'), 400, 'OAUTH-ADMIN-SCOPE', 'invalid_scope')
    expect((await tenant.requestToken(ask(allowed, userId))).body.scope).toBe('user_default')
  })

  it('lend their admin scopes to a client that may impersonate them', async () => {
    const admin = await tenant.addUser()
    await assign(admin, tenantAdmin)
    const allowed = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    expect((await tenant.requestToken(ask(allowed, admin, 'admin.users'))).body.scope).toBe('admin.users')
  })

  it('of one kind lend no admin scopes at all', async () => {
    const auditor = await tenant.addUser()
    await assign(auditor, auditAdmin)
    const allowed = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    await expectRefusal(tenant, ask(allowed, auditor, 'admin.users'), 400, 'OAUTH-ADMIN-SCOPE', 'invalid_scope')
  })
})
