import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { takeTransaction } from '../../sign-in/upstream/upstream-transaction.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from '../rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from '../rest/testing/rest-caller.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser, type TestBrowser } from './testing/browser.js'
import { startUpstreamProvider, type UpstreamProvider, upstreamSecret } from './testing/upstream-provider.js'

let tenant: StartedTenant
let upstream: UpstreamProvider
let asAdmin: RestCaller
let providerId: string

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes, registerSignInRoutes],
    config: { outboundPrivateHosts: ['127.0.0.1'] },
  })
  upstream = await startUpstreamProvider(tenant)
  asAdmin = await machineCaller(tenant)
  providerId = await addProvider()
  await asAdmin('PATCH', '/groups/settings', [{ op: 'replace', path: '/autoCreateGroups', value: true }])
})
afterAll(async () => {
  await upstream?.close()
  await tenant?.close()
})
beforeEach(async () => {
  await tenant.context.store.updateTable('identity_providers').set({ create_new_users: 1, active: 1 }).execute()
})

const addProvider = async (changes = {}): Promise<string> => {
  const { status, body } = await asAdmin('POST', '/identity-providers', {
    protocol: 'OIDC',
    provider: 'generic',
    interactive: true,
    skipVerify: true,
    options: {
      discoveryUrl: `${upstream.issuer}/.well-known/openid-configuration`,
      clientId: 'understudy',
      clientSecret: upstreamSecret,
      scope: 'openid profile email teams',
      claimsMapping: { sub: ['/sub'], groups: ['/https:~1~1example.com~1groups', '/groups'] },
      ...changes,
    },
  })
  expect(status).toBe(201)
  return body.id
}

const signIn = async (account: UpstreamProvider['account'], browser = openBrowser(tenant), query = '') => {
  upstream.account = account
  return browser.follow(await browser.visit(`/login?returnto=/account${query}`))
}
const usersBySubject = async (subject: string) =>
  (await asAdmin('GET', `/users?filter=${encodeURIComponent(`subject eq "${subject}"`)}`)).body.data
const records = async (event: string) =>
  (await tenant.dependencies.store.selectFrom('audit_journal').select('record').orderBy('seq').execute())
    .map(({ record }) => JSON.parse(record))
    .filter((record) => record.event === event)

describe('a sign-in at an OpenID provider', () => {
  it('goes straight there when it is the only way in, and makes the user with profile and groups', async () => {
    const page = await signIn({
      sub: 'up-ann',
      name: 'Ann Upstream',
      email: 'ann@example.com',
      email_verified: true,
      groups: ['Finance', ' North '],
    })
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Ann Upstream') })
    const [user] = await usersBySubject('up-ann')
    expect(user).toMatchObject({ name: 'Ann Upstream', email: 'ann@example.com', status: 'active' })
    expect(user.assignedGroups.map((group: { name: string }) => group.name)).toEqual(['Finance', 'North'])
    expect((await records('user-session.begun')).at(-1)).toMatchObject({ subject: user.id, idpId: providerId })
  })

  it('brings the next time what changed there, and takes the groups that are gone', async () => {
    await signIn({ sub: 'up-bob', name: 'Bob', email: 'bob@example.com', email_verified: true, groups: ['Finance'] })
    await signIn({ sub: 'up-bob', name: 'Robert', email: 'bob@example.com', email_verified: true })
    const [user] = await usersBySubject('up-bob')
    expect(user).toMatchObject({ name: 'Robert', assignedGroups: [] })
  })

  it('takes no address that the provider has not verified', async () => {
    await signIn({ sub: 'up-mallory', name: 'M', email: 'ann@example.com', email_verified: false })
    const [user] = await usersBySubject('up-mallory')
    expect(user).not.toHaveProperty('email')
  })

  it('passes on what the application asks for', async () => {
    await signIn({ sub: 'up-ann' }, openBrowser(tenant), '&prompt=login&max_age=60&login_hint=ann%40example.com')
    expect(upstream.requests.at(-1)).toMatchObject({
      prompt: 'login',
      max_age: '60',
      login_hint: 'ann@example.com',
      code_challenge_method: 'S256',
      nonce: expect.any(String),
      state: expect.any(String),
    })
  })

  it('is refused when the provider refuses', async () => {
    const page = await signIn(undefined)
    expect(page).toMatchObject({ status: 401, text: expect.stringContaining('access_denied') })
    expect((await records('user-session.refused')).at(-1)).toMatchObject({
      errorCode: 'LOGIN-PROVIDER-REFUSED',
      idpId: providerId,
    })
  })

  it('is refused to who is disabled, and to strangers where sign-ins make no users', async () => {
    await signIn({ sub: 'up-dan' })
    const [user] = await usersBySubject('up-dan')
    await asAdmin('PATCH', `/users/${user.id}`, [{ op: 'replace', path: '/status', value: 'disabled' }])
    const browser = openBrowser(tenant)
    expect(await signIn({ sub: 'up-dan' }, browser)).toMatchObject({
      status: 403,
      text: expect.stringContaining('LOGIN-USER-INACTIVE'),
    })
    expect(browser.cookies.has('__Host-eas.sid')).toBe(false)
    await tenant.context.store.updateTable('identity_providers').set({ create_new_users: 0 }).execute()
    expect((await signIn({ sub: 'up-stranger' })).text).toContain('LOGIN-USER-UNKNOWN')
    expect(await usersBySubject('up-stranger')).toEqual([])
  })

  it('never becomes the bot user of a client', async () => {
    const bot = (await asAdmin('GET', '/users/me')).body.subject
    expect((await signIn({ sub: bot })).text).toContain('LOGIN-USER-INACTIVE')
  })
})

describe('who is who', () => {
  const invite = async (email: string) =>
    (await asAdmin('POST', '/users/actions/invite', { invitees: [{ email }] })).body.data[0]
  const account = (sub: string, email: string, email_verified: boolean) => ({ sub, email, email_verified })

  // An invitation offers passwords, too: the provider is chosen on the page then.
  const choose = async (who: UpstreamProvider['account'], browser = openBrowser(tenant)) => {
    upstream.account = who
    return browser.follow(await browser.visit(`/login/provider?provider=${providerId}&returnto=/account`))
  }

  it('makes somebody with a verified address the user invited under it, and ends the invitation', async () => {
    const { userId, inviteLink } = await invite('eve@example.com')
    await choose(account('up-eve-unverified', 'eve@example.com', false))
    expect((await asAdmin('GET', `/users/${userId}`)).body.status).toBe('invited')
    await choose(account('up-eve', 'Eve@example.com', true))
    expect((await asAdmin('GET', `/users/${userId}`)).body).toMatchObject({ status: 'active', subject: 'up-eve' })
    expect((await records('user-identity.reassigned')).at(-1)).toMatchObject({ subject: userId })
    expect((await openBrowser(tenant).visit(inviteLink)).status).toBe(410)
  })

  it('never makes somebody an active user of the same address, and records the conflict', async () => {
    const id = await tenant.addUser({ subject: 'local-fay', email: 'fay@example.com', email_folded: 'fay@example.com' })
    await choose(account('up-fay', 'fay@example.com', true))
    const [made] = await usersBySubject('up-fay')
    expect(made.id).not.toBe(id)
    expect((await records('user-identity.conflict')).at(-1)).toMatchObject({ subject: id })
  })

  it('takes no subject that differs from another in case only', async () => {
    await choose({ sub: 'up-gus' })
    expect((await choose({ sub: 'UP-GUS' })).text).toContain('LOGIN-PROVIDER-CLAIMS')
  })

  it('takes no subject with blanks around it for the one without', async () => {
    await choose({ sub: 'up-hal' })
    const browser = openBrowser(tenant)
    expect((await choose({ sub: ' up-hal' }, browser)).text).toContain('LOGIN-PROVIDER-CLAIMS')
    expect(browser.cookies.has('__Host-eas.sid')).toBe(false)
  })

  it('makes one user of somebody who comes many times at once', async () => {
    const pages = await Promise.all(Array.from({ length: 5 }, () => choose({ sub: 'up-many', name: 'Many' })))
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await usersBySubject('up-many')).toHaveLength(1)
  })
})

describe('the way back', () => {
  /** Goes to the provider and stops before the tenant's callback. */
  const untilCallback = async (browser: TestBrowser): Promise<string> => {
    upstream.account = { sub: 'up-ann' }
    let page = await browser.visit(`/login/provider?provider=${providerId}`)
    while (page.location !== undefined && !page.location.startsWith(`${tenant.url}/login/callback`)) {
      page = await browser.visit(new URL(page.location, page.url).href)
    }
    return page.location ?? ''
  }

  it('is open for ten minutes', async () => {
    const browser = openBrowser(tenant)
    const state = new URL(await untilCallback(browser)).searchParams.get('state') ?? ''
    const cookies = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const after = (minutes: number) => ({ ...tenant.context, clock: () => Date.now() + minutes * 60_000 })
    await expect(takeTransaction(after(10), cookies, state)).rejects.toMatchObject({
      code: 'LOGIN-TRANSACTION-INVALID',
    })
    expect(await takeTransaction(after(9), cookies, state)).toMatchObject({ providerId, state })
  })

  it('is open to the browser that began, once', async () => {
    const browser = openBrowser(tenant)
    const callback = await untilCallback(browser)
    expect((await openBrowser(tenant).visit(callback)).text).toContain('LOGIN-TRANSACTION-INVALID')
    const cookies = new Map(browser.cookies)
    expect((await browser.visit(callback)).status).toBe(303)
    const again = openBrowser(tenant)
    for (const [name, value] of cookies) again.cookies.set(name, value)
    expect((await again.visit(callback)).text).toContain('LOGIN-TRANSACTION-INVALID')
  })

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'other'), 'LOGIN-TRANSACTION-INVALID'],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example'), 'LOGIN-PROVIDER-FAILED'],
    ['another code', (url: URL) => url.searchParams.set('code', 'other'), 'LOGIN-PROVIDER-FAILED'],
  ])('is closed with %s', async (_case, change, code) => {
    const browser = openBrowser(tenant)
    const callback = new URL(await untilCallback(browser))
    change(callback)
    expect((await browser.visit(callback.href)).text).toContain(code)
    expect(browser.cookies.has('__Host-eas.sid')).toBe(false)
  })

  it('is closed to the code of another browser', async () => {
    const [mine, theirs] = [openBrowser(tenant), openBrowser(tenant)]
    const callback = new URL(await untilCallback(mine))
    callback.searchParams.set('code', new URL(await untilCallback(theirs)).searchParams.get('code') ?? '')
    expect((await mine.visit(callback.href)).text).toContain('LOGIN-PROVIDER-FAILED')
  })

  it('is closed once the provider is taken out of use', async () => {
    const browser = openBrowser(tenant)
    const callback = await untilCallback(browser)
    await tenant.context.store.updateTable('identity_providers').set({ active: 0 }).execute()
    expect((await browser.visit(callback)).text).toContain('LOGIN-PROVIDER-UNKNOWN')
    expect((await browser.visit(`/login/provider?provider=${providerId}`)).status).toBe(404)
  })
})

describe('a provider on a private network', () => {
  it('is not asked unless the operator named it', async () => {
    const closed = await startTenant({ routes: [registerRestRoutes, registerSignInRoutes] })
    try {
      const caller = await machineCaller(closed)
      for (const discoveryUrl of [`${upstream.issuer}/.well-known/openid-configuration`, 'https://127.0.0.1:1/x']) {
        const options = { discoveryUrl, clientId: 'understudy', clientSecret: upstreamSecret }
        const body = { protocol: 'OIDC', provider: 'generic', interactive: true, skipVerify: true, options }
        const { id } = (await caller('POST', '/identity-providers', body)).body
        const page = await openBrowser(closed).visit(`/login/provider?provider=${id}`)
        expect(page).toMatchObject({ status: 502, text: expect.stringContaining('LOGIN-PROVIDER-FAILED') })
        expect(page.text).not.toContain('127.0.0.1')
      }
    } finally {
      await closed.close()
    }
  })
})
