import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { startInstalledPostgres } from '../testing/stores.js'

let postgres: PostgresServer
let tenant: StartedTenant
beforeAll(async () => {
  postgres = await startInstalledPostgres()
  tenant = await startTenant({ config: { store: await postgres.createDatabase() } })
})
afterAll(async () => {
  await tenant?.close()
  await postgres?.stop()
})

const basic = (clientId: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
})
const credentials = { grant_type: 'client_credentials' }

describe('NUL characters in a token request on PostgreSQL', () => {
  it.each([
    ['encoded', 'client%00'],
    ['raw', 'client\0'],
  ])('in the client id of HTTP Basic are wrong credentials, %s', async (_, clientId) => {
    const { status, body } = await tenant.requestToken(credentials, basic(clientId, 'secret'))
    expect([status, body.errors[0].code]).toEqual([401, 'OAUTH-14'])
  })

  it('in a secret are wrong credentials', async () => {
    const { clientId } = tenant.admin
    const answers = [
      await tenant.requestToken(credentials, basic(clientId, 'secret%00')),
      await tenant.requestToken({ ...credentials, client_id: clientId, client_secret: 'a\0' }),
    ]
    expect(answers.map(({ status, body }) => [status, body.errors[0].code])).toEqual(
      answers.map(() => [401, 'OAUTH-14']),
    )
  })

  it('in the client id or the sought user of a body are an invalid request', async () => {
    const client = await tenant.addClient()
    const impersonation = {
      grant_type: 'urn:qlik:oauth:user-impersonation',
      ...wire(client),
      user_lookup: { field: 'subject', value: 'somebody\0' },
    }
    for (const request of [{ ...credentials, client_id: 'a\0', client_secret: 'b' }, impersonation]) {
      const { status, body } = await tenant.requestToken(request)
      expect([status, body.errors[0].code]).toEqual([400, 'OAUTH-INVALID-REQUEST'])
    }
  })
})
