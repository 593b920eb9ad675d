import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'

let tenant: StartedTenant

beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

describe('smoke', () => {
  it('works', async () => {
    const client = await tenant.addClient()
    const user = await tenant.addUser()
    const answer = await tenant.requestToken({
      grant_type: 'urn:qlik:oauth:user-impersonation',
      ...wire(client),
      user_lookup: { field: 'userId', value: user },
    })
    console.log(answer.body)
    expect(answer.status).toBe(200)
    console.log(await tenant.adminToken())
    console.log(await tenant.dependencies.store.selectFrom('audit_journal').selectAll().execute())
    const bad = await tenant.requestToken({
      grant_type: 'urn:qlik:oauth:user-impersonation',
      client_id: 'x',
      user_lookup: { field: 'userId', value: user },
    })
    console.log(bad.status, JSON.stringify(bad.body))
  })
})
