import { afterAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

describeOnBothStores('who a user is', (newLocation) => {
  let started: Promise<{ tenant: StartedTenant; admin: RestCaller }> | undefined
  const start = () => {
    started ??= newLocation().then(async (store) => {
      const tenant = await startTenant({ routes: [registerRestRoutes], config: { store } })
      return { tenant, admin: await machineCaller(tenant) }
    })
    return started
  }
  afterAll(async () => (await started)?.tenant.close())

  it('is told by subjects that differ in more than case', async () => {
    const { admin } = await start()
    expect((await admin('POST', '/users', { subject: 'Ann|Ünit' })).status).toBe(201)
    for (const subject of ['Ann|Ünit', 'ann|ünit', 'ANN|ÜNIT']) {
      const { status, body } = await admin('POST', '/users', { subject })
      expect([status, body.errors[0].code]).toEqual([409, 'USERS-DUPLICATE-SUBJECT'])
    }
    expect((await admin('POST', '/users', { subject: 'straße' })).status).toBe(201)
    expect((await admin('POST', '/users', { subject: 'STRASSE' })).status).toBe(201)
  })

  it('is refused to the bot of a client whose subject somebody took in another case', async () => {
    const { tenant, admin } = await start()
    const client = await tenant.addClient()
    const request = {
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
    }
    // The name space is the tenant's own now; a store from before may hold such a user.
    const subject = `QLIKBOT\\${client.clientId.toUpperCase()}`
    const id = await tenant.addUser({ subject, subject_folded: subject.toLowerCase() })
    expect((await tenant.requestToken(request)).body.errors[0].code).toBe('OAUTH-USER-NOT-ACTIVE')
    await admin('DELETE', `/users/${id}`)
    expect((await tenant.requestToken(request)).status).toBe(200)
  })
})

describe('a subject or mail address', () => {
  it('has no blanks around it and no control characters', async () => {
    const tenant = await startTenant({ routes: [registerRestRoutes] })
    const admin = await machineCaller(tenant)
    for (const subject of [' ann', 'ann ', 'ann\u00a0', 'a\tnn', 'ann\n', 'a\u0001nn', 'a\u007fnn', 'a\u0085nn']) {
      const { status, body } = await admin('POST', '/users', { subject })
      expect([subject, status, body.errors?.[0].source]).toEqual([subject, 400, { pointer: '/subject' }])
    }
    const userId = await tenant.addUser()
    for (const email of [' ann@example.com', 'ann@example.com ', 'a\u0001nn@example.com', 'ann@exam\u007fple.com']) {
      const created = await admin('POST', '/users', { subject: 'ann', email })
      expect([email, created.status, created.body.errors?.[0].source]).toEqual([email, 400, { pointer: '/email' }])
      const patched = await admin('PATCH', `/users/${userId}`, [{ op: 'replace', path: '/email', value: email }])
      expect([email, patched.status]).toEqual([email, 400])
    }
    expect((await admin('POST', '/users', { subject: 'ann of the north', email: 'ann@example.com' })).status).toBe(201)
    await tenant.close()
  })
})
