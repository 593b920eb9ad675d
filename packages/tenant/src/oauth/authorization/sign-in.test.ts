import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { authorizationQuery, openBrowser, spa } from './testing/browser.js'

let tenant: StartedTenant
let client: Credentials
let userId: string

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient(spa)
  userId = await tenant.addUser()
})
afterAll(() => tenant?.close())

const hour = 3_600_000

const authorize = async (changes: Record<string, string>, authTime?: number) => {
  const browser = await openBrowser(tenant, authTime === undefined ? undefined : userId, authTime)
  return browser.visit(`/oauth/authorize?${authorizationQuery(client.clientId, changes)}`)
}

/** Where the sign-in page is told to return to. */
const returnAddress = (location: string | null): string =>
  new URL(location ?? '', tenant.url).searchParams.get('returnto') ?? ''

describe('a browser without a session', () => {
  it('signs in and comes back to its request, once', async () => {
    const { status, location, answer } = await authorize({ login_hint: 'ada@example.com' })
    expect(status).toBe(302)
    expect(location).toMatch(/^\/login\?/)
    expect(answer).toMatchObject({ login_hint: 'ada@example.com' })
    expect(answer).not.toHaveProperty('prompt')

    const browser = await openBrowser(tenant, userId)
    const back = await browser.visit(returnAddress(location))
    expect(back.answer).toMatchObject({ code: expect.any(String), state: 'the state', iss: tenant.url })
    expect((await browser.visit(returnAddress(location))).text).toContain('OAUTH-AUTHORIZE-EXPIRED')
  })

  it('that comes back without signing in is sent there again', async () => {
    const { location } = await authorize({})
    const again = await (await openBrowser(tenant)).visit(returnAddress(location))
    expect(again.location).toBe(location)
  })

  it('has ten minutes', async () => {
    const { location } = await authorize({})
    await tenant.dependencies.store.updateTable('authorization_requests').set({ expires_at: Date.now() }).execute()
    const late = await (await openBrowser(tenant, userId)).visit(returnAddress(location))
    expect(late).toMatchObject({ status: 400, location: null })
  })

  it('finds no request by a made-up handle', async () => {
    const browser = await openBrowser(tenant, userId)
    expect(await browser.visit('/oauth/authorize/continue?request=made-up')).toMatchObject({ status: 400 })
    expect(await browser.visit('/oauth/authorize/continue')).toMatchObject({ status: 400 })
  })

  it('is told so with prompt=none', async () => {
    const { answer } = await authorize({ prompt: 'none' })
    expect(answer).toMatchObject({ error: 'login_required', error_code: 'OAUTH-LOGIN-REQUIRED', state: 'the state' })
  })
})

describe('a session that is not new enough', () => {
  it.each([
    ['prompt=login', { prompt: 'login' }, 'login'],
    ['prompt=select_account', { prompt: 'select_account' }, 'select_account'],
    ['max_age', { max_age: '3599' }, 'login'],
    ['max_age=0', { max_age: '0' }, 'login'],
  ])('%s asks to sign in again, and is content with that', async (_, changes, prompt) => {
    const { location, answer } = await authorize(changes, Date.now() - hour)
    expect(answer).toMatchObject({ prompt })
    const fresh = await openBrowser(tenant, userId)
    expect((await fresh.visit(returnAddress(location))).answer).toHaveProperty('code')
  })

  it('is not asked for a third time', async () => {
    const { location } = await authorize({ prompt: 'login' }, Date.now() - hour)
    const stale = await openBrowser(tenant, userId, Date.now() - hour)
    expect((await stale.visit(returnAddress(location))).answer).toMatchObject({ error: 'login_required' })
  })

  it('is no session for prompt=none', async () => {
    const { answer } = await authorize({ prompt: 'none', max_age: '60' }, Date.now() - hour)
    expect(answer).toMatchObject({ error: 'login_required' })
  })

  it('is one within max_age', async () => {
    expect((await authorize({ max_age: '3700' }, Date.now() - hour)).answer).toHaveProperty('code')
  })
})

it('a client that lost its address meanwhile is not answered', async () => {
  const other = await tenant.addClient(spa)
  const { location } = await authorize({ client_id: other.clientId })
  await tenant.dependencies.store
    .updateTable('oauth_clients')
    .set({ redirect_uris: '[]' })
    .where('id', '=', other.clientId)
    .execute()
  const browser = await openBrowser(tenant, userId)
  expect(await browser.visit(returnAddress(location))).toMatchObject({ status: 400, location: null })
})
