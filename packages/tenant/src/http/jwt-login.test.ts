import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JwtPortal, jwtPortal } from '../jwt-login/testing/jwt-portal.js'
import { lastRecord } from '../testing/refusals.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { registerJwtLoginRoutes } from './jwt-login-routes.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from './rest/testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let portal: JwtPortal
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes, registerJwtLoginRoutes] })
  admin = await machineCaller(tenant)
  portal = await jwtPortal(tenant)
})
afterAll(() => tenant?.close())

const userOf = async (subject: string) => {
  const { body } = await admin('GET', `/users?filter=${encodeURIComponent(`subject eq "${subject}"`)}`)
  return body.data[0]
}
const groupsOf = async (subject: string): Promise<string[]> =>
  (await userOf(subject)).assignedGroups.map(({ name }: { name: string }) => name).sort()
const signIn = async (claims: Record<string, unknown>) => portal.login(await portal.sign(claims))
const createGroups = (value: boolean) =>
  admin('PATCH', '/groups/settings', [{ op: 'replace', path: '/autoCreateGroups', value }])

describe('a JWT login', () => {
  it("answers a backend with the contract's cookies, and makes the user", async () => {
    const { status, body, setCookies } = await signIn({ sub: 'bea', name: 'Bea', email: 'bea@example.com' })
    expect({ status, body }).toEqual({ status: 200, body: {} })
    expect(setCookies.map((each) => each.split('=')[0])).toEqual([
      '__Host-eas.sid',
      'eas.sid',
      'eas.sid.sig',
      '_csrfToken',
    ])
    const user = await userOf('bea')
    expect(user).toMatchObject({ name: 'Bea', email: 'bea@example.com', status: 'active' })
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'user-session.begun',
      source: 'jwt-login-session',
      idpId: portal.idpId,
      subject: user.id,
    })
  })

  it('updates the user, and activates who was invited', async () => {
    await admin('POST', '/users', { subject: 'cal', name: 'Old', email: 'old@example.com', status: 'invited' })
    expect((await signIn({ sub: 'cal', name: 'Cal', email: 'cal@example.com' })).status).toBe(200)
    expect(await userOf('cal')).toMatchObject({ name: 'Cal', email: 'cal@example.com', status: 'active' })
  })

  it('puts the user into the groups that it names, made where the tenant wants it, and out of others', async () => {
    await createGroups(false)
    await signIn({ sub: 'dan', groups: ['unknown'] })
    expect(await groupsOf('dan')).toEqual([])
    await createGroups(true)
    await signIn({ sub: 'dan', groups: ['sales', 'emea'] })
    expect(await groupsOf('dan')).toEqual(['emea', 'sales'])
    await signIn({ sub: 'dan' })
    expect(await groupsOf('dan')).toEqual(['emea', 'sales'])
    await signIn({ sub: 'dan', groups: ['sales'] })
    expect(await groupsOf('dan')).toEqual(['sales'])
    await signIn({ sub: 'dan', groups: [] })
    expect(await groupsOf('dan')).toEqual([])
  })

  it('takes any asymmetric algorithm of its key, and a number as its id', async () => {
    expect((await portal.login(await portal.sign({ jti: 7_000_001 }, { alg: 'PS512' }))).status).toBe(200)
  })

  it('counts once, also when its identity provider is made anew', async () => {
    const again = await jwtPortal(tenant)
    const jwt = await again.sign()
    expect((await again.login(jwt)).status).toBe(200)
    const providers = tenant.context.store.updateTable('identity_providers').where('id', '=', again.idpId)
    await providers.set({ id: 'made-anew' }).execute()
    expect((await again.login(await again.sign())).status).toBe(200)
    expect((await again.login(jwt)).body.errors[0]).toMatchObject({ code: 'JWT-LOGIN-REPLAYED' })
  })

  it('counts once, however often it is sent at the same time', async () => {
    const jwt = await portal.sign()
    const answers = await Promise.all([1, 2, 3, 4].map(() => portal.login(jwt)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401])
    const replay = await portal.login(jwt)
    expect(replay.body.errors[0]).toMatchObject({ code: 'JWT-LOGIN-REPLAYED' })
    expect(replay.setCookies).toEqual([])
    const same = await signIn({ jti: 5 })
    expect([same.status, (await signIn({ jti: '5' })).status]).toEqual([200, 401])
  })

  it('is refused to users who are disabled, and to those of clients', async () => {
    await tenant.addUser({ subject: 'off', subject_folded: 'off', status: 'disabled' })
    await tenant.addUser({ subject: 'bot', subject_folded: 'bot', client_id: tenant.admin.clientId })
    for (const sub of ['off', 'bot'])
      expect(await signIn({ sub })).toMatchObject({ status: 403, body: { errors: [{ code: 'LOGIN-USER-INACTIVE' }] } })
  })

  it('is refused for a subject that differs from another in case only', async () => {
    await signIn({ sub: 'Eve' })
    expect(await signIn({ sub: 'eve' })).toMatchObject({ status: 409 })
  })
})

describe('the claims of a JWT login', () => {
  const now = Math.floor(Date.now() / 1000)
  const missing = ['sub', 'subType', 'name', 'email', 'email_verified', 'aud', 'iat', 'nbf', 'exp', 'jti']
  it.each<[claim: string, claims: Record<string, unknown>]>([
    ...missing.map((claim): [string, Record<string, unknown>] => [claim, { [claim]: undefined }]),
    ['sub', { sub: '' }],
    ['sub', { sub: ' ann' }],
    ['sub', { sub: 'ann\ud800' }],
    ['name', { name: 'Ann\udc00' }],
    ['sub', { sub: 'a\0b' }],
    ['sub', { sub: 'x'.repeat(257) }],
    ['sub', { sub: 7 }],
    ['subType', { subType: 'bot' }],
    ['name', { name: '' }],
    ['email', { email: 'nobody' }],
    ['email_verified', { email_verified: 'true' }],
    ['email_verified', { email_verified: false }],
    ['aud', { aud: 'qlik.api' }],
    ['aud', { aud: ['qlik.api/login/jwt-session', 'other'] }],
    ['iat', { iat: now + 600 }],
    ['nbf', { nbf: now + 600, exp: now + 900 }],
    ['exp', { exp: now - 600, nbf: now - 900 }],
    ['exp', { nbf: now, exp: now + 3601 }],
    ['exp', { exp: `${now + 60}` }],
    ['jti', { jti: '' }],
    ['jti', { jti: {} }],
    ['groups', { groups: 'sales' }],
    ['groups', { groups: ['sales', 1] }],
    ['groups', { groups: [' '] }],
    ['groups', { groups: Array.from({ length: 1001 }, (_, index) => `g${index}`) }],
  ])('name %s when %j', async (claim, claims) => {
    const { status, body, setCookies } = await signIn(claims)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ code: 'INTERNAL-TOKEN-1', meta: { claim } })
    expect(body.errors[0].detail).toContain(claim)
    expect(setCookies).toEqual([])
    expect(await lastRecord(tenant)).toMatchObject({ event: 'user-session.refused', errorCode: 'INTERNAL-TOKEN-1' })
  })
})

describe('a JWT that nobody vouches for', () => {
  const good = { sub: 'mallory', subType: 'user', aud: 'qlik.api/login/jwt-session' }
  const attempts: [string, () => Promise<string>][] = [
    ['of another issuer', () => portal.sign({ iss: 'other.example' })],
    ['without an issuer', () => portal.sign({ iss: undefined })],
    ['of another key id', () => portal.sign({}, { kid: 'key-2' })],
    ['without a key id', () => portal.sign({}, { kid: undefined })],
    [
      'signed by another key',
      async () => `${(await portal.sign()).split('.').slice(0, 2).join('.')}.${(await foreign()).split('.')[2]}`,
    ],
    [
      'with an altered payload',
      async () => (await portal.sign()).replace(/\.([^.]+)\./, (_, body) => `.${alter(body)}.`),
    ],
    ['signed with the public key as a secret', () => byPublicKey()],
    ['without a signature', async () => `${encode({ alg: 'none', kid: 'key-1' })}.${encode(good)}.x`],
    ['that is none', async () => 'a.b.c'],
  ]
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const alter = (body: string) => encode({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), sub: 'admin' })
  const foreign = () =>
    new SignJWT(good)
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  const byPublicKey = async () => {
    const { iss } = JSON.parse(Buffer.from((await portal.sign()).split('.')[1] ?? '', 'base64url').toString())
    const { body } = await admin('GET', `/identity-providers/${portal.idpId}`)
    const secret = createSecretKey(Buffer.from(body.options.staticKeys[0].pem))
    return new SignJWT({ ...good, iss }).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret)
  }

  it.each(attempts)('is refused: %s', async (_what, make) => {
    const { status, body, setCookies } = await portal.login(await make())
    expect({ status, setCookies }).toEqual({ status: 401, setCookies: [] })
    expect(body.errors[0]).toMatchObject({ code: 'JWT-LOGIN-UNTRUSTED' })
  })

  it('is refused after its identity provider was switched off or deleted', async () => {
    const other = await jwtPortal(tenant)
    await admin('PATCH', `/identity-providers/${other.idpId}`, [{ op: 'replace', path: '/active', value: false }])
    expect((await other.login(await other.sign())).status).toBe(401)
    await admin('DELETE', `/identity-providers/${other.idpId}`)
    expect((await other.login(await other.sign())).status).toBe(401)
  })
})
