import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  assertionBody,
  type ClientKey,
  clientKeyPair,
  signAssertion,
} from '../../oauth/client-assertion/testing/signing-client.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let first: ClientKey
let second: ClientKey

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
  first = await clientKeyPair('ES256', 'first')
  second = await clientKeyPair('RS256', 'second')
})
afterAll(() => tenant.close())

const create = (client: Record<string, unknown> = {}) =>
  admin('POST', '/oauth-clients', {
    appType: 'web',
    clientName: 'Vault',
    allowedScopes: ['user_default'],
    allowedGrantTypes: ['client_credentials'],
    allowedAuthMethods: ['private_key_jwt'],
    publicKeys: [first.jwk],
    connectionConfig: { consentMethod: 'trusted' },
    ...client,
  })

const patch = (id: string, ...operations: unknown[]) => admin('PATCH', `/oauth-clients/${id}`, operations)

const requestToken = async (clientId: string, key: ClientKey) =>
  tenant.requestToken(assertionBody(await signAssertion(tenant, clientId, key)))

describe('keys of a client', () => {
  it('are exchanged without an outage, and take the tokens with them that they led to', async () => {
    const { clientId } = (await create()).body
    expect((await requestToken(clientId, first)).status).toBe(200)
    expect((await requestToken(clientId, second)).status).toBe(401)

    const both = { op: 'replace', path: '/publicKeys', value: [first.jwk, second.jwk] }
    expect((await patch(clientId, both)).status).toBe(204)
    const { access_token: token } = (await requestToken(clientId, first)).body
    expect((await requestToken(clientId, second)).status).toBe(200)
    const works = async () => (await restCaller(tenant, token)('GET', '/users/me')).status === 200
    expect(await works()).toBe(true)

    await patch(clientId, { op: 'replace', path: '/publicKeys', value: [second.jwk] })
    expect(await works()).toBe(false)
    expect((await requestToken(clientId, first)).status).toBe(401)
    expect((await requestToken(clientId, second)).status).toBe(200)
  })

  it('may not all be taken away from a client that has nothing else', async () => {
    const { clientId } = (await create()).body
    for (const operation of [
      { op: 'remove', path: '/publicKeys' },
      { op: 'replace', path: '/publicKeys', value: [] },
    ]) {
      const { status, body } = await patch(clientId, operation)
      expect([status, body.errors[0].code]).toEqual([400, 'OAUTH-CLIENTS-INVALID'])
    }
    const elsewhere = { op: 'add', path: '/jwksUri', value: 'https://keys.example/jwks' }
    expect((await patch(clientId, elsewhere, { op: 'remove', path: '/publicKeys' })).status).toBe(204)
    expect((await patch(clientId, { op: 'remove', path: '/jwksUri' })).status).toBe(400)
  })

  it('fit their algorithms, are told apart, and are public', async () => {
    const { privateKey } = await clientKeyPair('ES256', 'k')
    const { d } = await crypto.subtle.exportKey('jwk', privateKey)
    for (const [publicKeys, pointer] of [
      [[{ ...first.jwk, alg: 'ES384' }], '/publicKeys/0'],
      [[first.jwk, { ...second.jwk, kid: 'first' }], '/publicKeys/1'],
      [[{ ...first.jwk, d }], '/publicKeys/0/d'],
      [[{ ...second.jwk, p: 'AQAB' }], '/publicKeys/0/p'],
      [[{ ...first.jwk, alg: 'HS256' }], '/publicKeys/0/alg'],
    ] as const) {
      const { status, body } = await create({ publicKeys })
      expect([status, body.errors[0].source]).toEqual([400, { pointer }])
      expect(JSON.stringify(body)).not.toContain(d)
    }
  })

  it.each([
    'http://keys.example/jwks',
    'http://localhost/jwks',
    'https://a:b@keys.example/jwks',
    'https://k.example/#x',
  ])('are not read from %s', async (jwksUri) => {
    const { status, body } = await create({ publicKeys: [], jwksUri })
    expect([status, body.errors[0].source]).toEqual([400, { pointer: '/jwksUri' }])
  })
})
