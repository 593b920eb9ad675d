import { grantTypes } from '@understudy/contract'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal, lastRecord } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'

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

describe('impersonation', () => {
  it('issues a token that any JOSE library verifies with the published keys', async () => {
    const answer = await tenant.requestToken(impersonation())
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      scope: 'user_default',
      expires_in: 21600,
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    const metadata = await (await fetch(`${tenant.url}/.well-known/oauth-authorization-server`)).json()
    const { payload, protectedHeader } = await jwtVerify(
      answer.body.access_token,
      createRemoteJWKSet(new URL(metadata.jwks_uri)),
      { issuer: metadata.issuer, audience: tenant.url, typ: 'at+jwt', algorithms: ['ES256'] },
    )
    expect(protectedHeader.kid).toEqual(expect.any(String))
    expect(payload).toEqual({
      iss: tenant.url,
      aud: tenant.url,
      sub: userId,
      subType: 'user',
      tenantId: tenant.context.tenant.id,
      userId,
      clientId: client.clientId,
      client_id: client.clientId,
      grantId: expect.any(String),
      scope: 'user_default',
      purpose: 'accessToken',
      allowedLocations: ['header'],
      act: { sub: client.clientId },
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 21600,
      epochs: [0, 0],
      // Names the secret by a hash: the token ends with it.
      clientCredential: expect.stringMatching(/^[\w-]{22}$/),
    })
    expect(new Date(answer.body.expires_at).getTime()).toBe((payload.exp ?? 0) * 1000)
  })

  it('never puts personal data into the token', async () => {
    const person = await tenant.addUser({ subject: 'pat@example.com', name: 'Pat Example', email: 'pat@example.com' })
    const token = await tenant.userToken(person, client)
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
    expect(payload).not.toMatch(/pat|example/i)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
  })

  it('finds the user by subject, and gives every token its own id', async () => {
    const bySubject = impersonation({ user_lookup: { field: 'subject', value: 'auth0|ann' } })
    const claims = await Promise.all(
      [bySubject, bySubject].map(async (body) => {
        const { access_token } = (await tenant.requestToken(body)).body
        return JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url').toString())
      }),
    )
    expect(claims.map((each) => each.sub)).toEqual([userId, userId])
    expect(new Set(claims.map((each) => each.jti)).size).toBe(2)
  })

  it('is recorded with actor, subject, client, scopes, address and the id of the token', async () => {
    const token = await tenant.userToken(userId, client)
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(await lastRecord(tenant)).toEqual({
      time: expect.any(String),
      event: 'oauth-token.issued',
      outcome: 'success',
      actor: { type: 'client', id: client.clientId },
      subject: userId,
      client: client.clientId,
      scopes: ['user_default'],
      grantType: grantTypes.impersonation,
      tokenId: jti,
      address: '127.0.0.1',
    })
  })

  it('takes a form body, and credentials by HTTP Basic', async () => {
    const form = await fetch(`${tenant.url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: grantTypes.impersonation,
        'user_lookup[field]': 'userId',
        'user_lookup[value]': userId,
      }),
    })
    expect(form.status).toBe(200)
  })

  describe('is refused', () => {
    it('for an unknown client and for a wrong secret, in the same words', async () => {
      const unknown = impersonation({ client_id: 'nobody' })
      const wrong = impersonation({ client_secret: `${client.clientSecret.slice(0, -1)}_` })
      await expectRefusal(tenant, unknown, 401, 'OAUTH-14', 'invalid_client')
      await expectRefusal(tenant, wrong, 401, 'OAUTH-14', 'invalid_client')
      const [first, second] = await Promise.all([tenant.requestToken(unknown), tenant.requestToken(wrong)])
      expect({ ...first.body, traceId: '' }).toEqual({ ...second.body, traceId: '' })
    })

    it('without a secret, with an empty one, and with that of another client', async () => {
      const other = await tenant.addClient()
      await expectRefusal(tenant, impersonation({ client_secret: undefined }), 401, 'OAUTH-14', 'invalid_client')
      await expectRefusal(tenant, impersonation({ client_secret: '' }), 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
      await expectRefusal(
        tenant,
        impersonation({ client_secret: other.clientSecret }),
        401,
        'OAUTH-14',
        'invalid_client',
      )
    })

    it('when the client does not authenticate by secret', async () => {
      const keyed = await tenant.addClient({ allowed_auth_methods: '["private_key_jwt"]' })
      await expectRefusal(tenant, impersonation(wire(keyed)), 401, 'OAUTH-14', 'invalid_client')
    })

    it.each(['spa', 'native'] as const)('for a public client (%s)', async (app_type) => {
      const open = await tenant.addClient({ app_type })
      await expectRefusal(
        tenant,
        impersonation(wire(open)),
        403,
        'OAUTH-CLIENT-NOT-CONFIDENTIAL',
        'unauthorized_client',
      )
    })

    it('when the client is not allowed the grant', async () => {
      const machine = await tenant.addClient({ allowed_grant_types: '["client_credentials"]' })
      await expectRefusal(tenant, impersonation(wire(machine)), 403, 'OAUTH-GRANT-NOT-ALLOWED', 'unauthorized_client')
    })

    it('when the tenant does not trust the client', async () => {
      const untrusted = await tenant.addClient({ consent_method: 'required' })
      await expectRefusal(
        tenant,
        impersonation(wire(untrusted)),
        403,
        'OAUTH-CONSENT-NOT-TRUSTED',
        'unauthorized_client',
      )
    })

    it('when the client is disabled', async () => {
      const disabled = await tenant.addClient({ disable_tag: 'suspended' })
      await expectRefusal(tenant, impersonation(wire(disabled)), 403, 'OAUTH-CLIENT-DISABLED', 'unauthorized_client')
    })

    it('for a user who does not exist, by id and by subject', async () => {
      for (const field of ['userId', 'subject']) {
        const nobody = impersonation({ user_lookup: { field, value: 'nobody' } })
        await expectRefusal(tenant, nobody, 400, 'OAUTH-USER-NOT-FOUND', 'invalid_grant')
      }
    })

    it('for a subject that differs in case', async () => {
      const cased = impersonation({ user_lookup: { field: 'subject', value: 'AUTH0|ANN' } })
      await expectRefusal(tenant, cased, 400, 'OAUTH-USER-NOT-FOUND', 'invalid_grant')
    })

    it.each(['invited', 'disabled', 'deleted', 'provisioned'] as const)('for a user who is %s', async (status) => {
      const inactive = await tenant.addUser({ status })
      const lookup = impersonation({ user_lookup: { field: 'userId', value: inactive } })
      await expectRefusal(tenant, lookup, 403, 'OAUTH-USER-NOT-ACTIVE', 'invalid_grant')
    })

    it('for a scope outside the list of the client', async () => {
      const narrow = await tenant.addClient({ allowed_scopes: '["apps:read"]' })
      const wider = impersonation({ ...wire(narrow), scope: 'apps:read apps' })
      await expectRefusal(tenant, wider, 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
      await expectRefusal(tenant, impersonation({ scope: 'made-up' }), 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
    })

    it('for a lookup by another field', async () => {
      const byEmail = impersonation({ user_lookup: { field: 'email', value: 'ann@example.com' } })
      await expectRefusal(tenant, byEmail, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    })

    it('with the claimed client and user in the record, and nothing secret', async () => {
      const body = impersonation({ client_secret: 'not-the-secret-of-this-client', scope: 'user_default' })
      await tenant.requestToken(body, { origin: tenant.url })
      const record = await lastRecord(tenant)
      expect(record).toMatchObject({
        client: client.clientId,
        subject: userId,
        scopes: ['user_default'],
        origin: tenant.url,
      })
      expect(JSON.stringify(record)).not.toContain('not-the-secret')
    })
  })
})
