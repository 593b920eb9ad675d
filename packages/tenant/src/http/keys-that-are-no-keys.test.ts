import type { JsonWebKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { grantTypes } from '@understudy/contract'
import type { JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exponentOne, forgeJwt, pemOf, pointAtInfinity } from '../keys/testing/forged-signature.js'
import { systemOutboundEffects } from '../network/outbound-requests.js'
import { assertionBody } from '../oauth/client-assertion/testing/signing-client.js'
import { currentNonce } from '../oauth/dpop/nonce.js'
import { type HttpsServer, startHttpsServer, testCertificate } from '../testing/https-server.js'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { registerJwtLoginRoutes } from './jwt-login-routes.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from './rest/testing/rest-caller.js'
import { registerSignInRoutes } from './sign-in/register-sign-in-routes.js'
import { openBrowser } from './sign-in/testing/browser.js'

/** Anybody makes signatures that verify with this "key": see keys/testing/forged-signature.ts. */
const weak: JsonWebKey = { ...exponentOne(), kid: 'weak', alg: 'RS256', use: 'sig' }
const pem = pemOf(weak)

let tenant: StartedTenant
let admin: RestCaller
let keyServer: HttpsServer
beforeAll(async () => {
  keyServer = await startHttpsServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [weak] }))
  })
  tenant = await startTenant({
    routes: [registerRestRoutes, registerJwtLoginRoutes, registerSignInRoutes],
    config: { outboundPrivateHosts: ['keys.example', '127.0.0.1'] },
    outbound: {
      ...systemOutboundEffects,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      ca: testCertificate,
    },
  })
  admin = await machineCaller(tenant)
})
afterAll(async () => {
  await tenant?.close()
  await keyServer?.close()
})

const now = () => Math.floor(Date.now() / 1000)
const assertionOf = (clientId: string): string =>
  forgeJwt(
    { kid: 'weak' },
    {
      iss: clientId,
      sub: clientId,
      aud: `${tenant.url}/oauth/token`,
      iat: now(),
      exp: now() + 60,
      jti: crypto.randomUUID(),
    },
  )

describe('a key that anybody can sign for', () => {
  const client = (publicKeys: unknown) => ({
    appType: 'web',
    clientName: 'Vault',
    allowedGrantTypes: ['client_credentials'],
    allowedAuthMethods: ['private_key_jwt'],
    publicKeys,
  })

  it('is not taken as the key of a client, new or changed', async () => {
    const created = await admin('POST', '/oauth-clients', client([weak]))
    expect([created.status, created.body.errors[0].source]).toEqual([400, { pointer: '/publicKeys/0' }])
    expect(created.body.errors[0].detail).toContain('exponent 1')
    const { clientId } = await tenant.addClient()
    const patch = [{ op: 'add', path: '/publicKeys', value: [weak] }]
    const changed = await admin('PATCH', `/oauth-clients/${clientId}`, patch)
    expect([changed.status, changed.body.errors[0].code]).toEqual([400, 'OAUTH-CLIENTS-INVALID'])
  })

  it.each([
    ['was stored', () => ({ public_keys: JSON.stringify([weak]) })],
    ['is fetched', () => ({ public_keys: '[]', jwks_uri: `https://keys.example:${keyServer.port}/jwks` })],
  ])('authenticates no client when it %s', async (_case, keys) => {
    const { clientId } = await tenant.addClient({ allowed_auth_methods: '["private_key_jwt"]', ...keys() })
    const { status, body } = await tenant.requestToken({
      ...assertionBody(assertionOf(clientId)),
      grant_type: grantTypes.clientCredentials,
    })
    expect([status, body.errors[0].code]).toEqual([401, 'OAUTH-ASSERTION-SIGNATURE'])
  })

  it.each([
    ['has the exponent 1', pem, 'exponent 1'],
    ['is the point at infinity', pointAtInfinity(), 'no point of its curve'],
  ])('is not taken as the key of an identity provider when it %s', async (_case, given, detail) => {
    const options = { issuer: 'anybody.example', staticKeys: [{ kid: 'weak', pem: given }] }
    const { status, body } = await admin('POST', '/identity-providers', {
      protocol: 'jwtAuth',
      provider: 'external',
      options,
    })
    expect([status, body.errors[0].source]).toEqual([400, { pointer: '/options/staticKeys/0/pem' }])
    expect(body.errors[0].detail).toContain(detail)
  })

  it('signs nobody in when an identity provider has it already', async () => {
    await tenant.context.store
      .insertInto('identity_providers')
      .values({
        tenant_id: tenant.context.tenant.id,
        id: 'old',
        protocol: 'jwtAuth',
        provider: 'external',
        active: 1,
        interactive: 0,
        issuer: 'old.example',
        kid: 'weak',
        options: JSON.stringify({ issuer: 'old.example', staticKeys: [{ kid: 'weak', pem }] }),
        create_new_users: 1,
        clock_tolerance_sec: 5,
        created_at: '',
        updated_at: '',
      })
      .execute()
    const jwt = forgeJwt(
      { kid: 'weak' },
      {
        iss: 'old.example',
        aud: 'qlik.api/login/jwt-session',
        sub: 'anybody',
        subType: 'user',
        name: 'Anybody',
        email: 'a@b.example',
        email_verified: true,
        jti: crypto.randomUUID(),
        iat: now(),
        nbf: now(),
        exp: now() + 300,
      },
    )
    const response = await fetch(`${tenant.url}/login/jwt-session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}` },
    })
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.text()).toContain('exponent 1')
  })

  it('makes no DPoP proof', async () => {
    const client = await tenant.addClient()
    const { kty, n, e } = weak
    const claims = {
      htm: 'POST',
      htu: `${tenant.url}/oauth/token`,
      jti: crypto.randomUUID(),
      iat: now(),
      nonce: currentNonce(tenant.context),
    }
    const dpop = forgeJwt({ typ: 'dpop+jwt', jwk: { kty, n, e } as JWK }, claims)
    const { status, body } = await tenant.requestToken(
      { grant_type: grantTypes.clientCredentials, ...wire(client) },
      { dpop },
    )
    expect([status, body.errors[0].code]).toEqual([400, 'OAUTH-DPOP-PROOF'])
    expect(body.errors[0].detail).toContain('exponent 1')
  })
})

describe('an OpenID provider whose key set has such a key', () => {
  it('vouches for nobody with it', async () => {
    let nonce: string | null = null
    const provider = createServer((request, response) => {
      const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
      const claims = { iss: issuer, aud: 'understudy', sub: 'anybody', nonce, iat: now(), exp: now() + 60 }
      const documents: Record<string, unknown> = {
        '/.well-known/openid-configuration': {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
        },
        '/keys': { keys: [weak] },
        '/token': { access_token: 'a', token_type: 'bearer', id_token: forgeJwt({ kid: 'weak' }, claims) },
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(documents[request.url ?? '']))
    })
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    try {
      const discoveryUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/.well-known/openid-configuration`
      const options = { discoveryUrl, clientId: 'understudy', clientSecret: 'shared' }
      const created = await admin('POST', '/identity-providers', {
        protocol: 'OIDC',
        provider: 'generic',
        interactive: true,
        skipVerify: true,
        options,
      })
      const browser = openBrowser(tenant)
      const { location } = await browser.visit(`/login/provider?provider=${created.body.id}`)
      const asked = new URL(location ?? '').searchParams
      nonce = asked.get('nonce')
      const page = await browser.visit(`/login/callback?code=c&state=${asked.get('state')}`)
      expect(page).toMatchObject({ status: 502, text: expect.stringContaining('LOGIN-PROVIDER-FAILED') })
      expect(browser.cookies.has('__Host-eas.sid')).toBe(false)
    } finally {
      provider.close()
      provider.closeAllConnections()
    }
  })
})
