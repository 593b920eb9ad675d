import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '../../sign-in/passwords/password-hash.js'
import { storePassword } from '../../sign-in/passwords/store-password.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser, type TestBrowser, type VisitedPage } from './testing/browser.js'
import { givePassword } from './testing/password-user.js'

const password = 'seven green kettles'
let tenant: StartedTenant
let ann: string

const addPerson = async (name: string, changes = {}): Promise<string> => {
  const email = `${name}@example.com`
  return tenant.addUser({ subject: name, subject_folded: name, email, email_folded: email, ...changes })
}

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerSignInRoutes] })
  ann = await addPerson('ann')
  await givePassword(tenant, ann, password)
})
afterAll(() => tenant?.close())

const signIn = async (
  login: string,
  typed: string,
  { browser = openBrowser(tenant), address = '/login' }: { browser?: TestBrowser; address?: string } = {},
): Promise<VisitedPage & { browser: TestBrowser }> => {
  const page = await browser.visit(address)
  return { ...(await browser.submit(page, { login, password: typed })), browser }
}

describe('signing in with a password', () => {
  it.each(['ann', 'ann@example.com', ' Ann@Example.COM '])('knows the user by %s', async (login) => {
    const { status, location, browser } = await signIn(login, password, { address: '/login?returnto=%2Foauth%3Fa%3D1' })
    expect({ status, location }).toEqual({ status: 200, location: '/oauth?a=1' })
    const account = await browser.visit('/account')
    expect(account.text).toContain('ann@example.com')
  })

  it('records who signed in from where', async () => {
    await signIn('ann', password)
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'user-session.begun',
      subject: ann,
      address: '127.0.0.1',
    })
  })

  it('refuses everybody else with one and the same page', async () => {
    const disabled = await addPerson('dan', { status: 'disabled' })
    await givePassword(tenant, disabled, password)
    await addPerson('without-password')
    const twins = [await addPerson('twin-1', { email_folded: 'twins@example.com' })]
    twins.push(await addPerson('twin-2', { email_folded: 'twins@example.com' }))
    for (const twin of twins) await givePassword(tenant, twin, password)

    const pages = []
    for (const [login, typed] of [
      ['ann', 'another password'],
      ['nobody', password],
      ['without-password', password],
      ['dan', password],
      ['twins@example.com', password],
    ] as const) {
      const { status, text, browser } = await signIn(login, typed)
      expect(status).toBe(401)
      expect([...browser.cookies.keys()]).toEqual(['__Host-understudy-form'])
      expect(await lastRecord(tenant)).toMatchObject({ event: 'user-session.refused', errorCode: 'LOGIN-REFUSED' })
      pages.push(text.replace(`value="${login}"`, '').replace(/name="form_token" value="[^"]*"/, ''))
    }
    expect(new Set(pages).size).toBe(1)
  })

  it('keeps the hash of one user from fitting another', async () => {
    const eve = await addPerson('eve')
    await tenant.context.store
      .insertInto('passwords')
      .columns(['tenant_id', 'user_id', 'hash', 'changed_at'])
      .expression((from) =>
        from
          .selectFrom('passwords')
          .select((select) => ['tenant_id', select.val(eve).as('user_id'), 'hash', 'changed_at'])
          .where('user_id', '=', ann),
      )
      .execute()
    expect((await signIn('eve', password)).status).toBe(401)
  })

  it('replaces a hash of other parameters', async () => {
    const { context } = tenant
    const userId = await addPerson('old')
    const owner = { tenantId: context.tenant.id, userId }
    const cheap = { memoryCost: 1024, timeCost: 1, parallelism: 1, outputLen: 32 }
    const outdated = await hashPassword(context, owner, password, cheap)
    await context.store.transaction().execute((transaction) => storePassword(transaction, owner, outdated, Date.now()))
    const stored = () =>
      context.store.selectFrom('passwords').select('hash').where('user_id', '=', userId).executeTakeFirstOrThrow()
    expect((await signIn('old', 'another password')).status).toBe(401)
    expect((await stored()).hash).toBe(outdated)
    expect((await signIn('old', password)).status).toBe(200)
    expect((await stored()).hash).toContain('$m=19456,')
    expect((await signIn('old', password)).status).toBe(200)
  })

  it('takes the form only from the browser that shows it', async () => {
    const shown = await openBrowser(tenant).visit('/login')
    const foreign = openBrowser(tenant)
    expect((await foreign.submit(shown, { login: 'ann', password })).status).toBe(403)
    await foreign.visit('/login')
    const refused = await foreign.submit(shown, { login: 'ann', password })
    expect(refused.status).toBe(403)
    expect(foreign.cookies.has('__Host-eas.sid')).toBe(false)
  })

  it('takes a form from its own pages only, and nothing but a form', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
    const crossSite = await fetch(`${tenant.url}/login`, { method: 'POST', headers, body: 'login=ann' })
    expect(crossSite.status).toBe(403)
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    expect((await fetch(`${tenant.url}/login`, json)).status).toBe(415)
  })

  it('begins a new session whatever cookie the browser came with, and ends the old one', async () => {
    const { browser } = await signIn('ann', password)
    const former = browser.cookies.get('__Host-eas.sid') ?? ''
    await signIn('ann', password, { browser, address: '/login?prompt=login' })
    expect(browser.cookies.get('__Host-eas.sid')).not.toBe(former)
    const revived = await openBrowser(tenant).visit('/account', { cookie: `__Host-eas.sid=${former}` })
    expect(revived.location).toBe('/login')
  })

  it('shows the form to who is signed in only when asked to', async () => {
    const { browser } = await signIn('ann', password)
    expect(await browser.visit('/login?returnto=/x')).toMatchObject({ status: 303, location: '/x' })
    expect((await browser.visit('/login?returnto=/x&prompt=login')).status).toBe(200)
    expect((await browser.visit('/login?returnto=/x&max_age=0')).status).toBe(200)
    expect((await browser.visit('/login?returnto=/x&max_age=600')).status).toBe(303)
  })

  it('returns to pages of a web integration, with a session for that integration alone', async () => {
    const now = new Date().toISOString()
    const row = { tenant_id: tenant.context.tenant.id, id: 'wi', name: 'Portal', name_folded: 'portal' }
    await tenant.context.store
      .insertInto('web_integrations')
      .values({
        ...row,
        valid_origins: '["https://portal.example"]',
        partitioned_cookies: 0,
        created_at: now,
        updated_at: now,
      })
      .execute()
    const address = (returnto: string, id = 'wi') =>
      `/login?qlik-web-integration-id=${id}&returnto=${encodeURIComponent(returnto)}`
    const { location, browser } = await signIn('ann', password, { address: address('https://portal.example/a?b') })
    expect(location).toBe('https://portal.example/a?b')
    expect((await browser.visit(address('https://portal.example/'))).location).toBe('https://portal.example/')
    expect((await browser.visit('/account')).location).toBe('/login')
    for (const [path, code] of [
      [address('https://portal.example:8443/'), 'LOGIN-10'],
      [address('https://portal.example/', 'unknown'), 'LOGIN-10'],
      ['/login?returnto=https%3A%2F%2Fportal.example%2F', 'LOGIN-8'],
    ] as const) {
      const refused = await openBrowser(tenant).visit(path)
      expect(refused).toMatchObject({ status: 401, text: expect.stringContaining(code), location: undefined })
    }
  })

  it('fills in the hint, as text', async () => {
    const { text } = await openBrowser(tenant).visit(`/login?login_hint=${encodeURIComponent('"><b>')}`)
    expect(text).toContain('value="&#34;&#62;&#60;b&#62;"')
  })

  it('is off where nobody has a password, and where the operator says so', async () => {
    const bare = await startTenant({ routes: [registerSignInRoutes] })
    try {
      const { status, text } = await openBrowser(bare).visit('/login')
      expect(status).toBe(401)
      expect(text).toContain('LOGIN-2')
    } finally {
      await bare.close()
    }
    const off = await startTenant({ routes: [registerSignInRoutes], config: { builtInDirectory: false } })
    try {
      await givePassword(off, await off.addUser({ subject: 'a', subject_folded: 'a' }), password)
      expect((await openBrowser(off).visit('/login')).text).toContain('LOGIN-2')
    } finally {
      await off.close()
    }
  })
})
