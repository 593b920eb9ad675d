import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'

let tenant: StartedTenant

beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

describe('client_credentials', () => {
  const ask = (credentials: Credentials) => ({ grant_type: grantTypes.clientCredentials, ...wire(credentials) })

  it('makes one bot user, however many first requests race', async () => {
    const machine = await tenant.addClient({ name: 'Night job' })
    const answers = await Promise.all(Array.from({ length: 12 }, () => tenant.requestToken(ask(machine))))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    const bots = await tenant.dependencies.store
      .selectFrom('users')
      .select(['id', 'subject', 'name', 'status'])
      .where('client_id', '=', machine.clientId)
      .execute()
    expect(bots).toEqual([
      { id: expect.any(String), subject: `qlikbot\\${machine.clientId}`, name: 'Night job', status: 'active' },
    ])
    const claims = JSON.parse(Buffer.from(answers[0]?.body.access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ sub: bots[0]?.id, clientId: machine.clientId })
    expect(claims).not.toHaveProperty('act')
  })

  it('records the bot user that it makes', async () => {
    const machine = await tenant.addClient()
    await tenant.requestToken(ask(machine))
    const records = await tenant.dependencies.store.selectFrom('audit_journal').select('record').execute()
    const created = records
      .map(({ record }) => JSON.parse(record))
      .filter((record) => record.event === 'user.created' && record.client === machine.clientId)
    expect(created).toHaveLength(1)
  })

  it.each([
    [401, 'OAUTH-14', 'invalid_client', {}, { client_secret: 'wrong' }],
    [403, 'OAUTH-CLIENT-NOT-CONFIDENTIAL', 'unauthorized_client', { app_type: 'spa' }, {}],
    [403, 'OAUTH-GRANT-NOT-ALLOWED', 'unauthorized_client', { allowed_grant_types: '[]' }, {}],
    [403, 'OAUTH-CONSENT-NOT-TRUSTED', 'unauthorized_client', { consent_method: 'required' }, {}],
    [403, 'OAUTH-CLIENT-DISABLED', 'unauthorized_client', { disable_tag: 'off' }, {}],
  ] as const)('is refused with %i %s', async (status, code, error, changes, override) => {
    const machine = await tenant.addClient(changes)
    await expectRefusal(tenant, { ...ask(machine), ...override }, status, code, error)
  })

  it('is refused when the bot user was disabled, or is a user made by hand', async () => {
    const machine = await tenant.addClient()
    await tenant.requestToken(ask(machine))
    await tenant.dependencies.store
      .updateTable('users')
      .set({ status: 'disabled' })
      .where('client_id', '=', machine.clientId)
      .execute()
    await expectRefusal(tenant, ask(machine), 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')

    const squatted = await tenant.addClient()
    await tenant.addUser({ subject: `qlikbot\\${squatted.clientId}` })
    await expectRefusal(tenant, ask(squatted), 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')
  })
})
