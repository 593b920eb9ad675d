import { grantTypes, rest } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestAnswer, type RestCaller, restCaller } from './testing/rest-caller.js'

const outcome = ({ status, body }: RestAnswer) => (status === 201 ? 201 : [status, body.errors[0].code])
const noRole = [403, 'SPACES-CREATE-FORBIDDEN']
const noScope = [403, 'AUTH-INSUFFICIENT-SCOPE']

describeOnBothStores('creating spaces', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller
  let client: Credentials
  let names = 0

  beforeAll(async () => {
    tenant = await startTenant({ routes: [registerRestRoutes], config: { store: await newLocation() } })
    admin = await machineCaller(tenant)
    client = await tenant.addClient({ allowed_scopes: '["user_default","admin_classic"]' })
  })
  afterAll(() => tenant?.close())

  const holderOf = async (...roles: string[]): Promise<string> => {
    const assignedRoles = roles.map((name) => ({ name }))
    const { status, body } = await admin('POST', '/users', { subject: `creator-${names++}`, assignedRoles })
    expect(status).toBe(201)
    return body.id
  }
  const callerOf = async (userId: string, scope?: string): Promise<RestCaller> =>
    restCaller(tenant, await tenant.userToken(userId, client, scope))
  const create = (caller: RestCaller, type: string): Promise<RestAnswer> =>
    caller('POST', '/spaces', { name: `space ${names++}`, type })
  const outcomes = async (caller: RestCaller) => {
    const answers = []
    for (const type of ['shared', 'managed', 'data']) answers.push(outcome(await create(caller, type)))
    return answers
  }

  it.each([
    ['SharedSpaceCreator', [201, noRole, noRole]],
    ['ManagedSpaceCreator', [noRole, 201, noRole]],
    ['DataSpaceCreator', [noRole, noRole, 201]],
    ['Steward', [noRole, noRole, noRole]],
    [undefined, [noRole, noRole, noRole]],
  ])('is, by the type, a right of the role %s', async (role, expected) => {
    const userId = await holderOf(...(role === undefined ? [] : [role]))
    expect(await outcomes(await callerOf(userId))).toEqual(expected)
    expect(await outcomes(await callerOf(userId, 'user_default'))).toEqual(expected)
  })

  it('makes its user the owner, who manages the space', async () => {
    const userId = await holderOf('SharedSpaceCreator')
    const caller = await callerOf(userId)
    const { body: space } = await create(caller, 'shared')
    expect(space).toMatchObject({ ownerId: userId, createdBy: userId, type: 'shared' })
    expect(space.meta.actions).toEqual(['read', 'update', 'delete', 'change_owner'])
    const rename = [{ op: 'replace', path: '/name', value: 'Mine' }]
    expect((await caller('PATCH', `/spaces/${space.id}`, rename)).status).toBe(200)
    const stranger = await callerOf(await holderOf('SharedSpaceCreator'))
    expect((await stranger('GET', `/spaces/${space.id}`)).status).toBe(404)
    expect((await caller('DELETE', `/spaces/${space.id}`)).status).toBe(204)
  })

  it('is a right that the token has to carry too', async () => {
    const userId = await holderOf('SharedSpaceCreator', 'ManagedSpaceCreator')
    expect(await outcomes(await callerOf(userId, 'spaces.shared:create'))).toEqual([201, noScope, noScope])
    expect(await outcomes(await callerOf(userId, 'spaces.shared'))).toEqual([201, noScope, noScope])
    expect(await outcomes(await callerOf(userId, 'spaces.managed'))).toEqual([noScope, 201, noScope])
    const others = 'spaces.shared:read spaces.managed:read apps'
    expect(await outcomes(await callerOf(userId, others))).toEqual([noScope, noScope, noScope])
  })

  it('comes by a group, as everyone, and by a custom role, and goes with them', async () => {
    const userId = await holderOf()
    const role = { name: 'Makers', assignedScopes: ['spaces.managed'] }
    expect((await admin('POST', '/roles', role)).body.level).toBe('user')
    const group = { name: 'makers', providerType: 'custom', assignedRoles: [{ name: 'Makers' }] }
    const { id } = (await admin('POST', '/groups', group)).body
    const member = (op: string) =>
      admin('PATCH', `/users/${userId}`, [{ op, path: '/assignedGroups/-', value: { id } }])
    expect((await member('add')).status).toBe(204)
    expect(await outcomes(await callerOf(userId))).toEqual([noRole, 201, noRole])

    const path = `/systemGroups/${rest.everyoneGroup.id}/assignedRoles`
    const giveAll = (value: object[]) => admin('PATCH', '/groups/settings', [{ op: 'replace', path, value }])
    expect((await giveAll([{ name: 'DataSpaceCreator' }])).status).toBe(204)
    expect(await outcomes(await callerOf(userId))).toEqual([noRole, 201, 201])
    await giveAll([])
    const none = [{ op: 'replace', path: '/assignedGroups', value: [] }]
    expect((await admin('PATCH', `/users/${userId}`, none)).status).toBe(204)
    expect(await outcomes(await callerOf(userId))).toEqual([noRole, noRole, noRole])
  })

  it('is a right of administrators of spaces, with the scope of the type as with their own', async () => {
    const impersonator = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic"]',
      may_impersonate_admins: 1,
    })
    const as = async (userId: string, scope: string) =>
      restCaller(tenant, await tenant.userToken(userId, impersonator, scope))
    const analyst = await holderOf('AnalyticsAdmin')
    expect(await outcomes(await as(analyst, 'admin.spaces'))).toEqual([201, 201, 201])
    expect(await outcomes(await as(analyst, 'user_default'))).toEqual([201, 201, 201])
    expect(await outcomes(await as(analyst, 'admin.apps'))).toEqual([noScope, noScope, noScope])
    const dataAdmin = await holderOf('DataAdmin')
    expect(await outcomes(await as(dataAdmin, 'user_default'))).toEqual([noRole, noRole, 201])
    const bot = await machineCaller(tenant, ['spaces.managed'])
    expect(await outcomes(bot)).toEqual([noScope, 201, noScope])
    const auditor = await holderOf('AuditAdmin')
    expect(await outcomes(await as(auditor, 'user_default'))).toEqual([noRole, noRole, noRole])
  })

  describe('by its roles', () => {
    it.each(['SharedSpaceCreator', 'ManagedSpaceCreator', 'DataSpaceCreator'])(
      'administers nothing: holders of %s are impersonated, and get no admin scope',
      async (role) => {
        const userId = await holderOf(role)
        const ask = (scope?: string) =>
          tenant.requestToken({
            grant_type: grantTypes.impersonation,
            ...wire(client),
            user_lookup: { field: 'userId', value: userId },
            scope,
          })
        expect((await ask()).body.scope).toBe('user_default')
        expect((await ask('admin.spaces')).body.errors[0].code).toBe('OAUTH-ADMIN-SCOPE')
        expect((await admin('GET', `/users/${userId}`)).body.assignedRoles).toMatchObject([{ level: 'user' }])
      },
    )
  })
})
