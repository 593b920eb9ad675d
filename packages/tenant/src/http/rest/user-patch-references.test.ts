import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let userId: string
let north: string

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
  userId = await tenant.addUser()
  const roles = [{ name: 'DataSpaceCreator' }]
  const { body } = await admin('POST', '/groups', { name: 'North', providerType: 'custom', assignedRoles: roles })
  north = body.id
})
afterAll(() => tenant.close())

const patch = (op: string, path: string, value: unknown) => admin('PATCH', `/users/${userId}`, [{ op, path, value }])
const user = async () => (await admin('GET', `/users/${userId}`)).body

describe('references in a patch of a user', () => {
  it('are taken as a user shows them', async () => {
    await patch('replace', '/assignedGroups', [{ id: north }])
    await patch('replace', '/assignedRoles', [{ name: 'Steward' }])
    const before = await user()
    expect(before.assignedGroups).toMatchObject([{ id: north, name: 'North', assignedRoles: [{ level: 'user' }] }])
    expect((await patch('replace', '/assignedGroups', before.assignedGroups)).status).toBe(204)
    expect((await patch('replace', '/assignedRoles', before.assignedRoles)).status).toBe(204)
    const { lastUpdatedAt: _before, ...same } = before
    expect(await user()).toMatchObject(same)
    expect((await patch('remove-value', '/assignedGroups', before.assignedGroups)).status).toBe(204)
    expect((await user()).assignedGroups).toEqual([])
  })

  it('mean their id, whatever else they say', async () => {
    const [steward] = (await admin('GET', '/roles?filter=name eq "Steward"')).body.data
    await patch('replace', '/assignedRoles', [{ id: steward.id, name: 'TenantAdmin', type: 'default', level: 'admin' }])
    expect((await user()).assignedRoles).toMatchObject([{ id: steward.id, name: 'Steward', level: 'user' }])
    const unknown = await patch('replace', '/assignedRoles', [{ id: 'unknown', name: 'Steward' }])
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([400, 'ROLES-UNKNOWN'])

    await patch('replace', '/assignedGroups', [{ id: north, name: 'South', providerType: 'idp' }])
    expect((await user()).assignedGroups).toMatchObject([{ id: north, name: 'North' }])
  })

  it('say nothing that a user does not show', async () => {
    for (const path of ['/assignedGroups', '/assignedRoles']) {
      const refused = await patch('replace', path, [{ name: 'North', nickname: 'N' }])
      expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'REST-INVALID-PATCH'])
    }
  })
})
