import { users } from '@qlik/api'
import type { HostConfig } from '@qlik/api/auth'
import * as openid from 'openid-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { openBrowser, spa } from '../authorization/testing/browser.js'

const callback = 'https://portal.example/callback'
const native = { ...spa, app_type: 'native', allowed_scopes: '["user_default","offline_access"]' } as const
const web = {
  ...native,
  app_type: 'web',
  allowed_auth_methods: '["client_secret"]',
  redirect_uris: JSON.stringify([callback]),
} as const
const scope = 'user_default offline_access'
const sixHours = 21_600_000

let tenant: StartedTenant
let userId: string
beforeAll(async () => {
  // Before the server takes its clock.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  tenant = await startTenant({ routes: [registerRestRoutes], config: { refreshRepeatLeeway: 10 } })
})
beforeEach(async () => {
  userId = await tenant.addUser({ name: 'Ada' })
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  await tenant?.close()
  vi.useRealTimers()
})

/** Where a backend keeps tokens, and what it holds. */
const secretStorage = () => {
  const held = new Map<string, string>()
  return {
    held,
    store: async (name: string, value: string) => void held.set(name, value),
    get: async (name: string) => held.get(name),
    delete: async (name: string) => void held.delete(name),
  }
}

/** The names under which the client looks for a user's tokens. */
const storedNames = (clientId: string, user = '') => {
  const prefix = `qlik-qmfe-api-${clientId}_${scope}${user}`
  return { access: `${prefix}-access-token`, refresh: `${prefix}-refresh-token` }
}

const myName = async (hostConfig: HostConfig): Promise<string> =>
  (await users.getMyUser({ hostConfig, noCache: true })).data.name

/** A backend's own sign-in of the user, whose tokens it lays where the client finds them. */
const signedInByBackend = async ({ clientId, clientSecret }: Credentials) => {
  const config = await openid.discovery(new URL(tenant.url), clientId, clientSecret, undefined, {
    execute: [openid.allowInsecureRequests],
  })
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const expectedState = openid.randomState()
  const { pathname, search } = openid.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope,
    state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const { location } = await (await openBrowser(tenant, userId)).visit(pathname + search)
  const tokens = await openid.authorizationCodeGrant(config, new URL(location ?? ''), {
    pkceCodeVerifier,
    expectedState,
  })

  const storage = secretStorage()
  const names = storedNames(clientId, `_${userId}`)
  storage.held.set(names.access, tokens.access_token)
  storage.held.set(names.refresh, tokens.refresh_token ?? '')
  const hostConfig: HostConfig = {
    authType: 'oauth2',
    host: tenant.url,
    clientId,
    clientSecret,
    scope,
    userId,
    accessTokenStorage: storage,
  }
  return { hostConfig, storage, names, tokens }
}

/** The grants for which tokens were issued to a client, in order. */
const issuedBy = async ({ clientId }: Pick<Credentials, 'clientId'>): Promise<string[]> => {
  const rows = await tenant.dependencies.store.selectFrom('audit_journal').select('record').orderBy('seq').execute()
  return rows
    .map(({ record }) => JSON.parse(record))
    .filter(({ event, client }) => event === 'oauth-token.issued' && client === clientId)
    .map(({ grantType }) => grantType)
}

it('@qlik/api renews an expired token by the refresh token and the secret of its client', async () => {
  const client = await tenant.addClient(web)
  const { hostConfig, storage, names, tokens } = await signedInByBackend(client)
  expect(await myName(hostConfig)).toBe('Ada')
  expect(storage.held.get(names.access)).toBe(tokens.access_token)

  const seen = [tokens.refresh_token]
  for (const _ of [1, 2]) {
    vi.setSystemTime(Date.now() + sixHours)
    expect(await myName(hostConfig)).toBe('Ada')
    const next = storage.held.get(names.refresh)
    expect(next).toMatch(/^[\w-]{43}$/)
    expect(seen).not.toContain(next)
    seen.push(next)
  }
  expect(storage.held.get(names.access)).not.toBe(tokens.access_token)
  expect(await issuedBy(client)).toEqual(['authorization_code', 'refresh_token', 'refresh_token'])
})

it('@qlik/api keeps its grant when many of its requests find the token expired', async () => {
  const { hostConfig, storage, names, tokens } = await signedInByBackend(await tenant.addClient(web))
  expect(await myName(hostConfig)).toBe('Ada')
  vi.setSystemTime(Date.now() + sixHours)
  expect(await Promise.all(Array.from({ length: 5 }, () => myName(hostConfig)))).toEqual(Array(5).fill('Ada'))
  expect(storage.held.get(names.refresh)).not.toBe(tokens.refresh_token)
  expect(await myName(hostConfig)).toBe('Ada')
})

it('@qlik/api is told when the grant has ended, and does not obtain a token in another way', async () => {
  const client = await tenant.addClient(web)
  const { hostConfig, tokens } = await signedInByBackend(client)
  expect(await myName(hostConfig)).toBe('Ada')
  const config = await openid.discovery(new URL(tenant.url), client.clientId, client.clientSecret, undefined, {
    execute: [openid.allowInsecureRequests],
  })
  await openid.tokenRevocation(config, tokens.refresh_token ?? '')
  await expect(myName(hostConfig)).rejects.toMatchObject({ errors: [{ code: 'OAUTH-14' }] })
  expect(await issuedBy(client)).toEqual(['authorization_code'])
})

it('@qlik/api that performs the sign-in has the user sign in again, and leaves its refresh token alone', async () => {
  const client = await tenant.addClient({ ...native, redirect_uris: '["http://127.0.0.1/signed-in"]' })
  const storage = secretStorage()
  const names = storedNames(client.clientId)
  const signIns = vi.fn(async ({ getLoginUrl }: { getLoginUrl: (to: { redirectUri: string }) => Promise<string> }) => {
    const { pathname, search } = new URL(await getLoginUrl({ redirectUri: 'http://127.0.0.1:50123/signed-in' }))
    return (await (await openBrowser(tenant, userId)).visit(pathname + search)).location ?? ''
  })
  const hostConfig: HostConfig = {
    authType: 'oauth2',
    host: tenant.url,
    clientId: client.clientId,
    scope,
    accessTokenStorage: storage,
    performInteractiveLogin: signIns,
  }
  expect(await myName(hostConfig)).toBe('Ada')
  const first = storage.held.get(names.refresh)
  expect(first).toMatch(/^[\w-]{43}$/)

  vi.setSystemTime(Date.now() + sixHours)
  expect(await myName(hostConfig)).toBe('Ada')
  expect(signIns).toHaveBeenCalledTimes(2)
  expect(storage.held.get(names.refresh)).not.toBe(first)
  expect(await issuedBy(client)).toEqual(['authorization_code', 'authorization_code'])
})
