import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

const tokenOf = (client: Credentials) => tenant.requestToken({ grant_type: 'client_credentials', ...wire(client) })

const allow = ({ clientId }: Credentials, methods: readonly string[]) =>
  admin('PATCH', `/oauth-clients/${clientId}`, [
    { op: 'replace', path: '/jwksUri', value: 'https://keys.example.com/jwks.json' },
    { op: 'replace', path: '/allowedAuthMethods', value: methods },
  ])

describe('a client that may no longer authenticate by secrets', () => {
  it('loses them for good, with the tokens they made, in the journal', async () => {
    const client = await tenant.addClient()
    const { body } = await tokenOf(client)
    const as = restCaller(tenant, body.access_token)
    expect((await as('GET', '/users/me')).status).toBe(200)

    expect((await allow(client, ['private_key_jwt'])).status).toBe(204)
    expect((await as('GET', '/users/me')).status).toBe(401)
    expect((await allow(client, ['client_secret', 'private_key_jwt'])).status).toBeLessThan(300)
    expect((await tokenOf(client)).body.errors[0].code).toBe('OAUTH-14')

    const rows = await tenant.dependencies.store.selectFrom('audit_journal').select('record').execute()
    const events = rows
      .map((row) => JSON.parse(row.record))
      .filter((record) => record.subject === client.clientId)
      .map((record) => record.event)
    expect(events).toEqual([
      'oauth-client.updated',
      'oauth-client.secret.deleted',
      'oauth-client.updated',
      'oauth-client.secret.created',
    ])
  })

  it('keeps them while the method stays', async () => {
    const client = await tenant.addClient()
    await allow(client, ['client_secret', 'private_key_jwt'])
    expect((await tokenOf(client)).status).toBe(200)
  })
})
