import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOidcProvider } from '../../identity-providers/oidc-provider.js'
import { createBrowserSession } from '../../sessions/create-browser-session.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant?.close())

const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = spki(rsa.publicKey)

const jwt = (issuer: string, changes: object = {}): object => ({
  protocol: 'jwtAuth',
  provider: 'external',
  options: { issuer, staticKeys: [{ kid: 'key-1', pem }], ...changes },
})

const oidcOptions = {
  discoveryUrl: 'https://login.example.com/.well-known/openid-configuration',
  clientId: 'tenant',
  clientSecret: 'a-secret-of-another-server',
  claimsMapping: { groups: ['/realm_access/roles'] },
}
const oidc = (changes: object = {}): object => ({
  protocol: 'OIDC',
  provider: 'generic',
  interactive: true,
  skipVerify: true,
  options: oidcOptions,
  ...changes,
})

describe('identity providers', () => {
  it('of JWTs are created, read, listed, described and deleted', async () => {
    const created = await admin('POST', '/identity-providers', jwt('portal-a'))
    expect(created).toMatchObject({
      status: 201,
      body: {
        protocol: 'jwtAuth',
        provider: 'external',
        active: true,
        interactive: false,
        tenantIds: [tenant.context.tenant.id],
        options: { issuer: 'portal-a', staticKeys: [{ kid: 'key-1', pem }] },
      },
    })
    const path = `/identity-providers/${created.body.id}`
    const patch = [{ op: 'replace', path: '/description', value: 'The portal' }]
    expect((await admin('PATCH', path, patch)).status).toBe(204)
    expect((await admin('GET', path)).body).toMatchObject({ description: 'The portal' })
    const list = await admin('GET', '/identity-providers?active=true')
    expect(list.body.data).toContainEqual(expect.objectContaining({ id: created.body.id }))
    expect((await admin('DELETE', path)).status).toBe(204)
    expect(await admin('GET', path)).toMatchObject({ status: 404 })
    expect(await admin('DELETE', path)).toMatchObject({ status: 404 })
  })

  it('of OIDC keep their client secret to themselves', async () => {
    const { status, body } = await admin('POST', '/identity-providers', oidc())
    expect(status).toBe(201)
    expect(JSON.stringify([body, (await admin('GET', '/identity-providers')).body])).not.toContain('a-secret')
    expect(body.options.claimsMapping).toMatchObject({ sub: ['/sub'], groups: ['/realm_access/roles'] })
    const stored = await tenant.dependencies.store.selectFrom('identity_providers').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('a-secret')
    expect(await findOidcProvider(tenant.context, body.id)).toMatchObject({
      clientSecret: 'a-secret-of-another-server',
      options: { clientId: 'tenant' },
    })

    const renamed = [{ op: 'replace', path: '/options', value: { ...body.options, clientId: 'other' } }]
    expect((await admin('PATCH', `/identity-providers/${body.id}`, renamed)).status).toBe(204)
    expect(await findOidcProvider(tenant.context, body.id)).toMatchObject({
      clientSecret: 'a-secret-of-another-server',
      options: { clientId: 'other' },
    })
  })

  it('of OIDC are used once their pending options are promoted', async () => {
    const { body } = await admin(
      'POST',
      '/identity-providers',
      oidc({ options: undefined, pendingOptions: oidcOptions }),
    )
    expect(body).toMatchObject({ active: false, pendingState: 'pending', pendingOptions: { clientId: 'tenant' } })
    expect(await findOidcProvider(tenant.context, body.id)).toBeUndefined()
    const path = `/identity-providers/${body.id}`
    const early = await admin('PATCH', path, [{ op: 'replace', path: '/active', value: true }])
    expect(early).toMatchObject({ status: 400, body: { errors: [{ code: 'IDENTITY-PROVIDERS-INVALID' }] } })
    const patch = [
      { op: 'replace', path: '/pendingOptions/clientSecret', value: 'newer' },
      { op: 'replace', path: '/pendingOptions/clientId', value: 'tenant-2' },
      { op: 'promote-options' },
    ]
    expect((await admin('PATCH', path, patch)).status).toBe(204)
    expect(await findOidcProvider(tenant.context, body.id)).toMatchObject({
      clientSecret: 'newer',
      options: { clientId: 'tenant-2' },
    })
  })

  it('take the sessions that they vouched for with them', async () => {
    for (const [index, withdraw] of [
      (path: string) => admin('DELETE', path),
      (path: string) => admin('PATCH', path, [{ op: 'replace', path: '/active', value: false }]),
    ].entries()) {
      const { body } = await admin('POST', '/identity-providers', jwt(`portal-${index}`))
      const { body: another } = await admin('POST', '/identity-providers', jwt(`other-portal-${index}`))
      const userId = await tenant.addUser()
      const begin = (idpId: string) =>
        createBrowserSession(tenant.context, { userId, idpId, source: 'jwt-login-session', authTime: Date.now() })
      const [mine, other] = [await begin(body.id), await begin(another.id)]
      const told: string[] = []
      const stop = tenant.dependencies.identityChanges.subscribe(({ id }) => told.push(id))
      expect((await withdraw(`/identity-providers/${body.id}`)).status).toBe(204)
      stop()
      expect(told).toEqual([mine.session.id])
      const read = ({ setCookies }: typeof mine) => readBrowserSession(tenant.context, setCookies[0]?.split(';')[0])
      expect(await read(mine)).toBeUndefined()
      expect(await read(other)).toBeDefined()
    }
  })

  it('are told of without a token where clients look for them, and nothing more', async () => {
    const anybody = restCaller(tenant, undefined)
    const { status, body } = await anybody('GET', '/identity-providers/.well-known/metadata.json')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      protocols_supported: ['jwtAuth', 'OIDC'],
      jwt_login_endpoint: `${tenant.context.tenant.origin}/login/jwt-session`,
    })
    expect((await anybody('GET', '/identity-providers/status')).status).toBe(401)
    expect((await admin('GET', '/identity-providers/status')).body).toMatchObject({
      active_interactive_idps_count: expect.any(Number),
      idps_metadata: expect.arrayContaining([{ active: true, interactive: true, provider: 'generic' }]),
    })
    expect((await admin('GET', '/identity-providers/me/meta')).status).toBe(404)
  })

  it('are the business of administrators', async () => {
    const user = await machineCaller(tenant, ['user_default'])
    for (const [method, path, body] of [
      ['GET', '/identity-providers'],
      ['POST', '/identity-providers', jwt('portal')],
      ['GET', '/identity-providers/x'],
      ['PATCH', '/identity-providers/x', [{ op: 'replace', path: '/active', value: false }]],
      ['DELETE', '/identity-providers/x'],
      ['GET', '/identity-providers/status'],
    ] as const)
      expect(await user(method, path, body)).toMatchObject({ status: 403 })
  })
})

describe('an identity provider is refused', () => {
  const privatePem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const weak = spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)
  const odd = spki(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)
  const key = (text: string): object => jwt('x', { staticKeys: [{ kid: 'k', pem: text }] })
  const invalid = 'IDENTITY-PROVIDERS-INVALID'
  const unsupported = 'IDENTITY-PROVIDERS-UNSUPPORTED'

  it.each<[string, object, string, string]>([
    ['with a private key', key(privatePem), invalid, '/options/staticKeys/0/pem'],
    ['with a weak key', key(weak), invalid, '/options/staticKeys/0/pem'],
    ['with a key on an unusual curve', key(odd), invalid, '/options/staticKeys/0/pem'],
    ['with something that is no key', key('-----BEGIN'), invalid, '/options/staticKeys/0/pem'],
    ['without a key', jwt('x', { staticKeys: [] }), invalid, '/options/staticKeys'],
    [
      'with two keys',
      jwt('x', {
        staticKeys: [
          { kid: 'a', pem },
          { kid: 'b', pem },
        ],
      }),
      invalid,
      '/options/staticKeys',
    ],
    ['without an issuer', jwt('x', { issuer: undefined }), invalid, '/options/issuer'],
    ['of JWTs with options of OIDC', jwt('x', { clientId: 'y' }), invalid, '/options/clientId'],
    ['for another tenant', { ...jwt('x'), tenantIds: ['other'] }, invalid, '/tenantIds'],
    ['of SAML', { protocol: 'SAML', provider: 'okta', options: { metadata: {} } }, unsupported, '/protocol'],
    ['of OIDC for machines', oidc({ interactive: false }), unsupported, '/interactive'],
    ['of OIDC unverified', oidc({ skipVerify: false }), invalid, '/skipVerify'],
    [
      'of OIDC without a secret',
      oidc({ options: { ...oidcOptions, clientSecret: undefined } }),
      invalid,
      '/options/clientSecret',
    ],
    [
      'of OIDC over plain HTTP',
      oidc({ options: { ...oidcOptions, discoveryUrl: 'http://idp.example.com' } }),
      invalid,
      '/options/discoveryUrl',
    ],
    [
      'of OIDC that vouches for unverified addresses',
      oidc({ options: { ...oidcOptions, emailVerifiedAlwaysTrue: true } }),
      invalid,
      '/options/emailVerifiedAlwaysTrue',
    ],
    ['with an unknown member', { ...jwt('x'), secret: 1 }, 'REST-INVALID-BODY', '/secret'],
  ])('%s', async (_what, body, code, pointer) => {
    expect(await admin('POST', '/identity-providers', body)).toMatchObject({
      status: 400,
      body: { errors: [{ code, source: { pointer } }] },
    })
  })

  it('with an issuer and key id that another has', async () => {
    expect((await admin('POST', '/identity-providers', jwt('taken'))).status).toBe(201)
    expect(await admin('POST', '/identity-providers', jwt('taken'))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'IDENTITY-PROVIDERS-DUPLICATE' }] },
    })
  })

  it('to have the key of its JWTs changed', async () => {
    const { body } = await admin('POST', '/identity-providers', jwt('fixed'))
    const patch = [{ op: 'replace', path: '/options', value: oidcOptions }]
    expect(await admin('PATCH', `/identity-providers/${body.id}`, patch)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'REST-INVALID-PATCH', source: { pointer: '/0/path' } }] },
    })
  })
})
