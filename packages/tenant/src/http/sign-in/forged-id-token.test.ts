import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from '../rest/register-rest-routes.js'
import { machineCaller } from '../rest/testing/rest-caller.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser } from './testing/browser.js'

/** What the provider of these tests answers; made anew for each sign-in, and changed by the test. */
interface Answer {
  claims: Record<string, unknown>
  key: CryptoKey | undefined
  userinfo: Record<string, unknown>
}

let tenant: StartedTenant
let issuer: string
let providerId: string
let own: CryptoKeyPair
let foreign: CryptoKeyPair
let answer: Answer
const server = createServer()

beforeAll(async () => {
  own = await generateKeyPair('RS256')
  foreign = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const documents: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      userinfo_endpoint: `${issuer}/userinfo`,
    }),
    '/keys': () => keys,
    '/userinfo': () => answer.userinfo,
    '/token': async () => ({ access_token: 'a', token_type: 'bearer', id_token: await idToken() }),
  }
  server.on('request', async (request, response) => {
    const document = await documents[request.url ?? '']?.()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
  })
  const idToken = (): Promise<string> | string =>
    answer.key === undefined
      ? new UnsecuredJWT(answer.claims).encode()
      : new SignJWT(answer.claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(answer.key)

  tenant = await startTenant({
    routes: [registerRestRoutes, registerSignInRoutes],
    config: { outboundPrivateHosts: ['127.0.0.1'] },
  })
  const options = {
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    clientId: 'understudy',
    clientSecret: 'shared',
  }
  const body = { protocol: 'OIDC', provider: 'generic', interactive: true, skipVerify: true, options }
  providerId = (await (await machineCaller(tenant))('POST', '/identity-providers', body)).body.id
})
afterAll(async () => {
  server.close()
  await tenant?.close()
})

/** Signs in at the provider, whose answer the test changes. */
const signIn = async (change: (answer: Answer) => void, query = '') => {
  const browser = openBrowser(tenant)
  const { location } = await browser.visit(`/login/provider?provider=${providerId}${query}`)
  const asked = new URL(location ?? '').searchParams
  const now = Math.floor(Date.now() / 1000)
  const nonce = asked.get('nonce')
  answer = {
    claims: { iss: issuer, aud: 'understudy', sub: 'up-ann', nonce, iat: now, exp: now + 60, auth_time: now - 3600 },
    key: own.privateKey,
    userinfo: { sub: 'up-ann' },
  }
  change(answer)
  const page = await browser.visit(`/login/callback?code=c&state=${asked.get('state')}`)
  return { page, signedIn: browser.cookies.has('__Host-eas.sid') }
}

it('signs in with the ID token that it expects', async () => {
  const { page, signedIn } = await signIn(() => undefined)
  expect({ status: page.status, signedIn }).toEqual({ status: 303, signedIn: true })
})

it.each<[string, (answer: Answer) => void]>([
  ['the key of somebody else', (given) => Object.assign(given, { key: foreign.privateKey })],
  ['no signature', (given) => Object.assign(given, { key: undefined })],
  ['another nonce', ({ claims }) => Object.assign(claims, { nonce: 'other' })],
  ['no nonce', ({ claims }) => delete claims.nonce],
  ['another client as its audience', ({ claims }) => Object.assign(claims, { aud: 'other' })],
  ['another issuer', ({ claims }) => Object.assign(claims, { iss: 'https://evil.example' })],
  ['its time over', ({ claims }) => Object.assign(claims, { exp: Math.floor(Date.now() / 1000) - 600 })],
  ['userinfo of somebody else', ({ userinfo }) => Object.assign(userinfo, { sub: 'up-bob' })],
])('refuses an ID token with %s', async (_case, change) => {
  const { page, signedIn } = await signIn(change)
  expect(signedIn).toBe(false)
  expect(page).toMatchObject({ status: 502, text: expect.stringContaining('LOGIN-PROVIDER-FAILED') })
})

it('refuses a sign-in of an hour ago where a fresh one is asked for', async () => {
  const stale = await signIn(() => undefined, '&prompt=login')
  expect(stale.signedIn).toBe(false)
  expect(stale.page.text).toContain('LOGIN-PROVIDER-STALE')
  const fresh = await signIn(
    ({ claims }) => Object.assign(claims, { auth_time: Math.floor(Date.now() / 1000) }),
    '&prompt=login',
  )
  expect(fresh.signedIn).toBe(true)
})

it.each([
  ['as the provider says it', '', 3_600_000],
  ['as now where the user chose the account anew', '&prompt=select_account', 0],
])('keeps when the user proved who they are, %s', async (_case, query, age) => {
  await tenant.context.store.deleteFrom('browser_sessions').execute()
  await signIn(() => undefined, query)
  const { auth_time: authTime } = await tenant.context.store
    .selectFrom('browser_sessions')
    .select('auth_time')
    .executeTakeFirstOrThrow()
  expect(Math.abs(Date.now() - authTime - age)).toBeLessThan(10_000)
})
