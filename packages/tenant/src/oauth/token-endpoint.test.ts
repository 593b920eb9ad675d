import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal, lastRecord } from '../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'

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

describe('the endpoint refuses', () => {
  it('other grants, missing and repeated parameters', async () => {
    await expectRefusal(tenant, { grant_type: 'password' }, 400, 'OAUTH-UNSUPPORTED-GRANT', 'unsupported_grant_type')
    await expectRefusal(tenant, { grant_type: '__proto__' }, 400, 'OAUTH-UNSUPPORTED-GRANT', 'unsupported_grant_type')
    await expectRefusal(tenant, {}, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    await expectRefusal(tenant, [], 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    await expectRefusal(
      tenant,
      impersonation({ client_id: ['a', 'b'] }),
      400,
      'OAUTH-INVALID-REQUEST',
      'invalid_request',
    )
    await expectRefusal(
      tenant,
      impersonation({ user_lookup: undefined }),
      400,
      'OAUTH-INVALID-REQUEST',
      'invalid_request',
    )
  })

  it('credentials in the header and in the body at once', async () => {
    const basic = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`
    const answer = await tenant.requestToken(impersonation(), { authorization: basic })
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request'])
  })

  it('bodies that cannot be read, with a record each', async () => {
    for (const [contentType, body] of [
      ['application/json', '{'],
      ['text/xml', '<a/>'],
      ['application/json', JSON.stringify({ filler: 'x'.repeat(600_000) })],
    ] as const) {
      const response = await fetch(`${tenant.url}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body,
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      const answer = await response.json()
      expect(answer).toMatchObject({ error: expect.any(String), errors: [{ code: expect.any(String) }] })
      expect(await lastRecord(tenant)).toMatchObject({ outcome: 'refused', errorCode: answer.errors[0].code })
    }
  })

  it('to answer at all when the refusal cannot be recorded', async () => {
    const broken = await startTenant()
    try {
      const other = await broken.addClient()
      await broken.dependencies.store.schema.dropTable('audit_journal').execute()
      for (const body of [{ grant_type: 'password' }, { grant_type: grantTypes.clientCredentials, ...wire(other) }]) {
        const answer = await broken.requestToken(body)
        expect(answer.status).toBe(500)
        expect(answer.body).toMatchObject({ errors: [{ code: 'HTTP-INTERNAL' }], error: 'server_error' })
        expect(JSON.stringify(answer.body)).not.toMatch(/audit_journal|sqlite|at /i)
      }
    } finally {
      await broken.close()
    }
  })
})
