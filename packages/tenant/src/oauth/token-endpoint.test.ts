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

describe('a token that a page asks for', () => {
  it('names the origin of the page, which the client lists', async () => {
    const page = await tenant.addClient({ allowed_origins: '["https://portal.example"]' })
    const answer = await tenant.requestToken(impersonation(wire(page)), { origin: 'https://portal.example' })
    const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString())
    expect(claims).toMatchObject({ origin: 'https://portal.example', clientId: page.clientId })
  })
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

  it('pages of origins that the client does not list, whatever grant they ask for with whatever secret', async () => {
    const page = await tenant.addClient({ allowed_origins: '["https://portal.example"]' })
    const origin = 'https://elsewhere.example'
    for (const body of [
      impersonation(wire(page)),
      { grant_type: grantTypes.clientCredentials, ...wire(page) },
      { grant_type: grantTypes.clientCredentials, ...wire(client) },
    ]) {
      await expectRefusal(tenant, body, 403, 'OAUTH-29', 'unauthorized_client', { origin })
      expect(await lastRecord(tenant)).toMatchObject({ client: body.client_id, origin })
    }
  })

  it('a wrong HTTP Basic secret, recording the client that it names', async () => {
    const authorization = `Basic ${Buffer.from(`${client.clientId}:wrong`).toString('base64')}`
    const body = { grant_type: grantTypes.clientCredentials }
    await expectRefusal(tenant, body, 401, 'OAUTH-14', 'invalid_client', { authorization })
    const record = await lastRecord(tenant)
    expect(record).toMatchObject({ client: client.clientId })
    expect(JSON.stringify(record)).not.toContain('wrong')
  })

  it('HTTP Basic that is no pair of id and secret', async () => {
    const authorization = `Basic ${Buffer.from('%zz:secret').toString('base64')}`
    const body = { grant_type: grantTypes.clientCredentials }
    await expectRefusal(tenant, body, 401, 'OAUTH-14', 'invalid_client', { authorization })
    expect(await lastRecord(tenant)).not.toHaveProperty('client')
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
