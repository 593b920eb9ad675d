import { createHmac } from 'node:crypto'
import { UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal, lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import {
  addSigningClient,
  assertionBody,
  type ClientKey,
  clientKeyPair,
  type SigningClient,
} from './testing/signing-client.js'

let tenant: StartedTenant
let key: ClientKey
let client: SigningClient

beforeAll(async () => {
  tenant = await startTenant()
  key = await clientKeyPair('ES384', 'key-1')
  client = await addSigningClient(tenant, key)
})
afterAll(() => tenant.close())

const now = () => Math.floor(Date.now() / 1000)

const refused = (assertion: string, code: string, changes: object = {}) =>
  expectRefusal(tenant, { ...assertionBody(assertion), ...changes }, 401, code, 'invalid_client')

describe('private_key_jwt', () => {
  it.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'])('authenticates a client with %s', async (alg) => {
    const signing = await addSigningClient(tenant, await clientKeyPair(alg, 'k'))
    const answer = await signing.requestToken()
    expect([answer.status, answer.body.token_type]).toEqual([200, 'bearer'])
  })

  it('serves every grant of the client, with client_id and without, for the issuer as audience too', async () => {
    const userId = await tenant.addUser()
    const impersonation = {
      grant_type: 'urn:qlik:oauth:user-impersonation',
      user_lookup: { field: 'userId', value: userId },
      client_id: client.clientId,
    }
    expect((await client.requestToken({}, impersonation)).status).toBe(200)
    expect((await client.requestToken({ claims: { aud: tenant.url } })).status).toBe(200)
    expect((await client.requestToken({ claims: { aud: [`${tenant.url}/oauth/token`] } })).status).toBe(200)
  })

  it('needs no kid when one key fits, and picks by kid when several do', async () => {
    const other = await clientKeyPair('ES384', 'key-2')
    const both = await addSigningClient(tenant, key, { public_keys: JSON.stringify([other.jwk, key.jwk]) })
    expect((await client.requestToken({ header: { kid: undefined } })).status).toBe(200)
    expect((await both.requestToken()).status).toBe(200)
    await refused(await both.assertion({ header: { kid: undefined } }), 'OAUTH-ASSERTION-SIGNATURE')
    await refused(await both.assertion({ header: { kid: 'key-2' } }), 'OAUTH-ASSERTION-SIGNATURE')
  })
})

describe('a client assertion is refused', () => {
  it('when it is presented again, also for another grant', async () => {
    const assertion = await client.assertion()
    expect((await tenant.requestToken(assertionBody(assertion))).status).toBe(200)
    await refused(assertion, 'OAUTH-ASSERTION-REPLAYED')
    await refused(assertion, 'OAUTH-ASSERTION-REPLAYED', {
      grant_type: 'urn:qlik:oauth:user-impersonation',
      user_lookup: { field: 'userId', value: 'x' },
    })
  })

  it('when it is of another type, or names none', async () => {
    const saml = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer'
    await refused(await client.assertion(), 'OAUTH-ASSERTION-TYPE', { client_assertion_type: saml })
    await refused(await client.assertion(), 'OAUTH-ASSERTION-TYPE', { client_assertion_type: undefined })
    await refused(await client.assertion(), 'OAUTH-ASSERTION-INVALID', { client_assertion: undefined })
  })

  it.each([
    ['another server', 'https://elsewhere.example/oauth/token'],
    ['another server too', ['https://elsewhere.example', 'self']],
    ['a slash at the end', 'self/'],
    ['nobody', undefined],
  ])('when its audience is %s', async (_kind, audience) => {
    const self = (text: string): string => text.replace('self', `${tenant.url}/oauth/token`)
    const aud = Array.isArray(audience) ? audience.map(self) : audience === undefined ? audience : self(audience)
    await refused(await client.assertion({ claims: { aud } }), 'OAUTH-ASSERTION-AUDIENCE')
  })

  it.each([
    ['has expired', () => ({ iat: now() - 100, exp: now() - 40 })],
    ['lives for more than five minutes', () => ({ exp: now() + 320 })],
    ['was made long ago', () => ({ iat: now() - 400, exp: now() + 60 })],
    ['is of the future', () => ({ iat: now() + 60, exp: now() + 120 })],
    ['is not valid yet', () => ({ nbf: now() + 60 })],
    ['has no end', () => ({ exp: undefined })],
    ['has no beginning', () => ({ iat: undefined })],
    ['has no jti', () => ({ jti: undefined })],
    ['has a jti that is no text', () => ({ jti: 7 })],
    ['has another issuer', () => ({ iss: 'somebody' })],
  ])('when it %s', async (_kind, claims) => {
    await refused(await client.assertion({ claims: claims() }), 'OAUTH-ASSERTION-INVALID')
  })

  it('when client_id names another client', async () => {
    await refused(await client.assertion(), 'OAUTH-ASSERTION-INVALID', { client_id: 'other' })
  })

  it('when it is unsigned, signed with a public value, or no JWT', async () => {
    const claims = {
      iss: client.clientId,
      sub: client.clientId,
      aud: tenant.url,
      iat: now(),
      exp: now() + 60,
      jti: 'j',
    }
    await refused(new UnsecuredJWT(claims).encode(), 'OAUTH-ASSERTION-INVALID')
    const parts = [{ alg: 'HS256', kid: 'key-1' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    const mac = createHmac('sha256', JSON.stringify(key.jwk)).update(parts.join('.')).digest('base64url')
    await refused([...parts, mac].join('.'), 'OAUTH-ASSERTION-INVALID')
    await refused('no.jwt', 'OAUTH-ASSERTION-INVALID')
    await refused(await client.assertion({ claims: { sub: 'a\0b' } }), 'OAUTH-ASSERTION-INVALID')
  })

  it('in the same words for an unknown client, a wrong key, an unknown kid and a client without the method', async () => {
    const wrong = await clientKeyPair('ES384', 'key-1')
    const secretOnly = await addSigningClient(tenant, key, { allowed_auth_methods: '["client_secret"]' })
    const answers = [
      await refused(await client.assertion({ key: wrong.privateKey }), 'OAUTH-ASSERTION-SIGNATURE'),
      await refused(await client.assertion({ header: { kid: 'other' } }), 'OAUTH-ASSERTION-SIGNATURE'),
      await refused(await client.assertion({ claims: { iss: 'nobody', sub: 'nobody' } }), 'OAUTH-ASSERTION-SIGNATURE'),
      await refused(await secretOnly.assertion(), 'OAUTH-ASSERTION-SIGNATURE'),
    ]
    expect(new Set(answers.map(({ body }) => body.error_description)).size).toBe(1)
  })

  it('when a wrong key signed it, before anything is said of its claims', async () => {
    const wrong = await clientKeyPair('ES384', 'key-1')
    const claims = { aud: 'https://elsewhere.example' }
    await refused(await client.assertion({ key: wrong.privateKey, claims }), 'OAUTH-ASSERTION-SIGNATURE')
    expect(await lastRecord(tenant)).toMatchObject({ client: client.clientId })
  })

  it('when the key is of another tenant', async () => {
    const two = await startTenant({ tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }] })
    try {
      const signing = await addSigningClient(two, key, {}, two.contexts[1]?.tenant.id)
      const answer = await signing.requestToken()
      expect([answer.status, answer.body.errors[0].code]).toEqual([401, 'OAUTH-ASSERTION-SIGNATURE'])
    } finally {
      await two.close()
    }
  })
})

describe('one method per request', () => {
  it('refuses an assertion beside a secret, in the body or in the header', async () => {
    const secret = await tenant.addClient({
      allowed_auth_methods: '["client_secret","private_key_jwt"]',
      public_keys: JSON.stringify([key.jwk]),
    })
    const body = { ...assertionBody(await client.assertion()), client_secret: secret.clientSecret }
    await expectRefusal(tenant, body, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request')
    const authorization = `Basic ${Buffer.from(`${secret.clientId}:${secret.clientSecret}`).toString('base64')}`
    const { client_secret, ...alone } = body
    await expectRefusal(tenant, alone, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request', { authorization })
  })

  it('refuses the secret of a client that may use its key only', async () => {
    const { clientId, clientSecret } = await tenant.addClient({
      allowed_auth_methods: '["private_key_jwt"]',
      public_keys: JSON.stringify([key.jwk]),
    })
    const body = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    await expectRefusal(tenant, body, 401, 'OAUTH-14', 'invalid_client')
  })
})
