import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let userAdmin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
  userAdmin = await machineCaller(tenant, ['admin.users'])
})
afterAll(() => tenant.close())

let count = 0
const addGroup = async (roles: readonly string[]): Promise<string> => {
  count += 1
  const assignedRoles = roles.map((name) => ({ name }))
  return (await admin('POST', '/groups', { name: `Group ${count}`, providerType: 'custom', assignedRoles })).body.id
}

const addMember = async (groupId: string): Promise<string> => {
  const id = await tenant.addUser()
  await admin('PATCH', `/users/${id}`, [{ op: 'add', path: '/assignedGroups', value: [{ id: groupId }] }])
  return id
}

const expectRefused = async (attempt: ReturnType<RestCaller>): Promise<void> => {
  const { status, body } = await attempt
  expect([status, body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
}

const changes = [
  ['status', { op: 'replace', path: '/status', value: 'disabled' }],
  ['mail address', { op: 'replace', path: '/email', value: 'mallory@example.com' }],
  ['roles', { op: 'add', path: '/assignedRoles', value: [{ name: 'Steward' }] }],
  ['admin roles', { op: 'replace', path: '/assignedRoles', value: [] }],
  ['groups', { op: 'replace', path: '/assignedGroups', value: [] }],
] as const

describe('whoever manages users only', () => {
  let direct: string
  let byGroup: string
  let rulers: string
  beforeEach(async () => {
    rulers = await addGroup(['AnalyticsAdmin'])
    byGroup = await addMember(rulers)
    direct = await addMember(await addGroup([]))
    await admin('PATCH', `/users/${direct}`, [{ op: 'replace', path: '/roles', value: ['AuditAdmin'] }])
  })

  it.each(changes)('cannot change the %s of an administrator, whom an administrator can change', async (_, change) => {
    await expectRefused(userAdmin('PATCH', `/users/${direct}`, [change]))
    expect((await admin('PATCH', `/users/${direct}`, [change])).status).toBe(204)
  })

  it('cannot take the group that makes somebody administrator', async () => {
    const change = { op: 'remove-value', path: '/assignedGroups', value: [{ id: rulers }] }
    await expectRefused(userAdmin('PATCH', `/users/${byGroup}`, [change]))
    expect((await admin('GET', `/users/${byGroup}`)).body.assignedGroups).toHaveLength(1)
  })

  it('cannot enable a disabled administrator', async () => {
    await admin('PATCH', `/users/${direct}`, [{ op: 'replace', path: '/status', value: 'disabled' }])
    await expectRefused(userAdmin('PATCH', `/users/${direct}`, [{ op: 'replace', path: '/status', value: 'active' }]))
  })

  it('cannot delete an administrator', async () => {
    for (const id of [direct, byGroup]) await expectRefused(userAdmin('DELETE', `/users/${id}`))
    expect((await admin('DELETE', `/users/${direct}`)).status).toBe(204)
  })

  it('cannot take admin roles from a group, nor delete a group that has them', async () => {
    const empty = await addGroup(['DataAdmin'])
    const taking = [{ op: 'replace', path: '/assignedRoles', value: [] }]
    for (const id of [rulers, empty]) await expectRefused(userAdmin('PATCH', `/groups/${id}`, taking))
    await expectRefused(userAdmin('DELETE', `/groups/${empty}`))
    expect((await admin('DELETE', `/groups/${empty}`)).status).toBe(204)
  })

  it('renames administrators, and may say again what holds of them', async () => {
    const same = [
      { op: 'replace', path: '/name', value: 'Renamed' },
      { op: 'replace', path: '/status', value: 'active' },
      { op: 'replace', path: '/roles', value: ['AuditAdmin'] },
    ]
    expect((await userAdmin('PATCH', `/users/${direct}`, same)).status).toBe(204)
  })

  it.each(changes)('changes the %s of everybody else', async (_, change) => {
    const id = await addMember(await addGroup(['Steward']))
    expect((await userAdmin('PATCH', `/users/${id}`, [change])).status).toBe(204)
  })

  it('deletes everybody else, and groups that give no power', async () => {
    expect((await userAdmin('DELETE', `/users/${await tenant.addUser()}`)).status).toBe(204)
    expect((await userAdmin('DELETE', `/groups/${await addGroup(['Steward'])}`)).status).toBe(204)
  })
})
