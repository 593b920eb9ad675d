import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

describeOnBothStores('renaming a group', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller

  beforeAll(async () => {
    tenant = await startTenant({ routes: [registerRestRoutes], config: { store: await newLocation() } })
    admin = await machineCaller(tenant)
  })
  afterAll(() => tenant?.close())

  it('goes together with changes of its memberships at the same time', async () => {
    const group = { name: 'Crew', providerType: 'custom' }
    const { id } = (await admin('POST', '/groups', group)).body
    const users = await Promise.all(Array.from({ length: 8 }, () => tenant.addUser()))
    const added = { op: 'add', path: '/assignedGroups/-', value: { id } }
    for (const userId of users) expect((await admin('PATCH', `/users/${userId}`, [added])).status).toBe(204)

    const statuses = new Set<number>()
    for (let round = 0; round < 10; round++) {
      const rename = [{ op: 'replace', path: '/name', value: `Crew ${round}` }]
      const anew = [{ ...added, op: 'remove-value', path: '/assignedGroups' }, added]
      const answers = await Promise.all([
        ...users.slice(0, 4).map((userId) => admin('PATCH', `/users/${userId}`, anew)),
        admin('PATCH', `/groups/${id}`, rename),
        ...users.slice(4).map((userId) => admin('PATCH', `/users/${userId}`, anew)),
      ])
      for (const { status } of answers) statuses.add(status)
    }
    expect([...statuses]).toEqual([204])
    expect((await admin('GET', `/groups/${id}`)).body.name).toBe('Crew 9')
    const members = await admin('GET', `/users?filter=assignedGroups.id eq "${id}"`)
    expect(members.body.data).toHaveLength(users.length)
  })
})
