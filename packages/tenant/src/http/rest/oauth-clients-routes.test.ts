import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

const impersonation = 'urn:qlik:oauth:user-impersonation'

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

const create = async (client: Record<string, unknown> = {}): Promise<Credentials> => {
  const { status, body } = await admin('POST', '/oauth-clients', { appType: 'web', clientName: 'Client', ...client })
  expect([status, body.errors]).toEqual([201, undefined])
  return { clientId: body.clientId, clientSecret: body.clientSecret }
}

/** A client that may impersonate, as a host's administrator would make it. */
const createImpersonator = (): Promise<Credentials> =>
  create({
    allowedScopes: ['user_default'],
    allowedGrantTypes: [impersonation],
    allowedOrigins: ['https://portal.example'],
    connectionConfig: { consentMethod: 'trusted' },
  })

describe('POST /oauth-clients', () => {
  it('creates a client and shows its secret once', async () => {
    const { status, body } = await admin('POST', '/oauth-clients', {
      appType: 'web',
      clientName: 'Portal',
      description: 'Impersonates the users of the portal',
      clientUri: 'https://portal.example/about',
      logoUri: 'https://portal.example/logo.png',
      allowedScopes: ['user_default'],
      allowedGrantTypes: ['client_credentials', impersonation],
      redirectUris: ['https://portal.example/callback', 'http://localhost:3000/callback'],
      allowedOrigins: ['https://portal.example', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'capacitor://localhost'],
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
      appType: 'web',
      mayProvisionUsers: false,
      dpopBoundAccessTokens: false,
      clientName: 'Portal',
      description: 'Impersonates the users of the portal',
      clientUri: 'https://portal.example/about',
      logoUri: 'https://portal.example/logo.png',
      allowedScopes: ['user_default'],
      allowedGrantTypes: ['client_credentials', impersonation],
      redirectUris: ['https://portal.example/callback', 'http://localhost:3000/callback'],
      allowedOrigins: ['https://portal.example', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'capacitor://localhost'],
      allowedAuthMethods: ['client_secret'],
      publicKeys: [],
      tenantId: tenant.context.tenant.id,
      clientSecret: expect.stringMatching(/^[\w-]{43}$/),
      clientSecretHint: body.clientSecret.slice(0, 8),
      clientSecrets: [{ hint: body.clientSecretHint, createdAt: body.createdAt, createdBy: body.ownerId }],
      connectionConfig: { consentMethod: 'required', status: 'active' },
      ownerId: (await admin('GET', '/users/me')).body.id,
      createdByType: 'user',
      createdAt: expect.any(String),
      updatedAt: body.createdAt,
    })
    const shown = await admin('GET', `/oauth-clients/${body.clientId}`)
    const { clientSecret, clientSecretHint, ...rest } = body
    expect(shown.body).toEqual(rest)
    expect(JSON.stringify(shown.body)).not.toContain(clientSecret)
    expect(clientSecretHint).toHaveLength(8)
  })

  it('allows nothing that was not asked for', async () => {
    const { body } = await admin('POST', '/oauth-clients', { appType: 'web', clientName: 'Bare' })
    expect(body).toMatchObject({
      allowedScopes: [],
      allowedGrantTypes: [],
      allowedOrigins: [],
      connectionConfig: { consentMethod: 'required' },
    })
  })

  it('makes public clients without a secret', async () => {
    const { body } = await admin('POST', '/oauth-clients', {
      appType: 'spa',
      clientName: 'Browser app',
      redirectUris: ['https://spa.example/cb'],
      allowedOrigins: ['https://spa.example'],
      allowedScopes: ['user_default', 'offline_access'],
    })
    expect(body).toMatchObject({ appType: 'spa', clientSecrets: [], allowedAuthMethods: [] })
    expect(body).not.toHaveProperty('clientSecret')
    const refused = await admin('POST', `/oauth-clients/${body.clientId}/client-secrets`)
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'OAUTH-CLIENTS-NO-SECRETS'])
  })

  it.each([
    ['no name', { clientName: undefined }, '/clientName'],
    ['an unknown type', { appType: 'robot' }, '/appType'],
    ['an unknown member', { mayImpersonateAdmins: true }, '/mayImpersonateAdmins'],
    ['an unknown scope', { allowedScopes: ['user_default', 'root'] }, '/allowedScopes/1'],
    ['an unknown grant', { allowedGrantTypes: ['password'] }, '/allowedGrantTypes/0'],
    ['grants of a public client', { appType: 'spa', allowedGrantTypes: [impersonation] }, '/allowedGrantTypes'],
    [
      'a secret of a public client',
      { appType: 'native', allowedAuthMethods: ['client_secret'] },
      '/allowedAuthMethods',
    ],
    ['a confidential client without proof', { allowedAuthMethods: [] }, '/allowedAuthMethods'],
    ['keys that are nowhere', { allowedAuthMethods: ['private_key_jwt'] }, '/publicKeys'],
    ['a key set over plain HTTP', { jwksUri: 'http://idp.example/jwks' }, '/jwksUri'],
    [
      'a private key',
      { publicKeys: [{ kid: 'k', kty: 'EC', alg: 'ES384', use: 'sig', d: 'secret' }] },
      '/publicKeys/0/d',
    ],
    [
      'a sixth redirect URL',
      { redirectUris: [1, 2, 3, 4, 5, 6].map((n) => `https://a.example/${n}`) },
      '/redirectUris',
    ],
    ['a sixth origin', { allowedOrigins: [1, 2, 3, 4, 5, 6].map((n) => `https://a${n}.example`) }, '/allowedOrigins'],
    [
      'consent that is not given',
      { connectionConfig: { consentMethod: 'required' } },
      '/connectionConfig/consentMethod',
    ],
  ])('refuses %s', async (_case, client, pointer) => {
    const { status, body } = await admin('POST', '/oauth-clients', { appType: 'web', clientName: 'Wrong', ...client })
    expect([status, body.errors[0].source]).toEqual([400, { pointer }])
    expect((await admin('GET', '/oauth-clients?filter=clientName eq "Wrong"')).body.data).toEqual([])
  })

  it.each([
    'http://portal.example/cb',
    'http://localhost.evil.example/cb',
    'https://portal.example/cb#part',
    'https://*.example/cb',
    'javascript:alert(1)',
    '/callback',
  ])('refuses the redirect URL %s', async (url) => {
    const { status, body } = await admin('POST', '/oauth-clients', {
      appType: 'web',
      clientName: 'x',
      redirectUris: [url],
    })
    expect([status, body.errors[0].source]).toEqual([400, { pointer: '/redirectUris/0' }])
  })

  it.each([
    'http://portal.example',
    'https://portal.example/',
    'https://portal.example/app',
    'https://PORTAL.example',
    'https://portal.example:443',
    'https://*.example',
    'https://user@portal.example',
    'portal.example',
    'null',
    '*',
    'capacitor://localhost/',
    'capacitor://*',
    'capacitor://user@localhost',
    'capacitor://localhost:1',
    'file://localhost',
    'chrome-extension://localhost',
  ])('refuses the origin %s', async (origin) => {
    const { status, body } = await admin('POST', '/oauth-clients', {
      appType: 'web',
      clientName: 'x',
      allowedOrigins: [origin],
    })
    expect([status, body.errors[0].code, body.errors[0].source]).toEqual([
      400,
      'OAUTH-CLIENTS-INVALID',
      { pointer: '/allowedOrigins/0' },
    ])
  })

  it('refuses the client after the two hundredth', async () => {
    const crowded = await startTenant({ routes: [registerRestRoutes] })
    try {
      const call = await machineCaller(crowded)
      const { totalResults } = (await call('GET', '/oauth-clients?totalResults=true')).body
      for (let count = totalResults; count < 199; count += 1) await crowded.addClient()
      const answers = await Promise.all(
        ['A', 'B', 'C'].map((clientName) => call('POST', '/oauth-clients', { appType: 'web', clientName })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403])
      expect(answers.find(({ status }) => status === 403)?.body.errors[0].code).toBe('OAUTH-CLIENTS-LIMIT')
    } finally {
      await crowded.close()
    }
  })
})

describe('GET /oauth-clients', () => {
  it('filters, sorts and pages', async () => {
    for (const clientName of ['List C', 'List A', 'List B']) await create({ clientName })
    const spa = await create({ clientName: 'List D', appType: 'spa' })
    const first = await admin(
      'GET',
      '/oauth-clients?filter=clientName co "list"&sort=-clientName&limit=3&totalResults=true',
    )
    expect(first.body.totalResults).toBe(4)
    expect(first.body.data.map((client: { clientName: string }) => client.clientName)).toEqual([
      'List D',
      'List C',
      'List B',
    ])
    const second = await admin('GET', first.body.links.next.href)
    expect(second.body.data.map((client: { clientName: string }) => client.clientName)).toEqual(['List A'])
    const both = await admin(
      'GET',
      `/oauth-clients?filter=appType eq "spa" and clientId eq "${spa.clientId.toUpperCase()}"`,
    )
    expect(both.body.data).toHaveLength(1)
    expect((await admin('GET', '/oauth-clients?filter=allowedScopes eq "x"')).status).toBe(400)
  })

  it('shows others than administrators what is public only', async () => {
    const { clientId } = await createImpersonator()
    const asUser = await machineCaller(tenant, ['user_default'])
    const { body } = await asUser('GET', `/oauth-clients?filter=clientId eq "${clientId}"`)
    expect(Object.keys(body.data[0]).sort()).toEqual(['appType', 'clientId', 'clientName', 'createdAt', 'updatedAt'])
    expect((await asUser('GET', `/oauth-clients/${clientId}`)).body).toEqual(body.data[0])
  })

  it('does not find an unknown client, nor one of another tenant', async () => {
    const { clientId: foreign } = await tenant.addClient({ name: 'Foreign' }, tenant.contexts[1]?.tenant.id)
    for (const id of ['0123456789abcdef0123456789abcdef', foreign]) {
      for (const [method, path, body] of [
        ['GET', ''],
        ['PATCH', '', [{ op: 'replace', path: '/clientName', value: 'x' }]],
        ['DELETE', ''],
        ['POST', '/actions/publish'],
        ['POST', '/client-secrets'],
        ['DELETE', '/client-secrets/abc'],
        ['GET', '/connection-configs/me'],
        ['PATCH', '/connection-configs/me', [{ op: 'replace', path: '/consentMethod', value: 'trusted' }]],
        ['DELETE', '/connection-configs/me'],
      ] as const) {
        const answer = await admin(method, `/oauth-clients/${id}${path}`, body)
        expect([method, path, answer.status, answer.body.errors[0].code]).toEqual([
          method,
          path,
          404,
          'OAUTH-CLIENTS-NOT-FOUND',
        ])
      }
    }
    const { store } = tenant.dependencies
    expect(await store.selectFrom('oauth_clients').select('name').where('id', '=', foreign).executeTakeFirst()).toEqual(
      { name: 'Foreign' },
    )
  })
})
