import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, type EmbedPage, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')
const shown = '3,000,000'
const kpi = (id: string) => embed(id, 'ui="analytics/chart" object-id="kpi-flights"')

/** What the module `invoke-fetch@v1` gives to `@qlik/api` in a page. */
interface InvokeFetch {
  invokeFetch(api: string, request: object): Promise<{ status: number; data: { subject: string } }>
}

let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

/** Ends a token at the tenant, as an administrator or a sign-out would. */
const revoke = async (token: string): Promise<void> => {
  const { clientId: client_id, clientSecret: client_secret } = demo.clients.impersonation
  const response = await fetch(`${demo.tenantUrl}/oauth/revoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, client_id, client_secret }),
  })
  expect(response.status).toBe(200)
}

describe('a token that the tenant answers with 401', () => {
  it('is replaced once for all embeds that wait', async () => {
    const supplied: string[] = []
    const embeds = await openEmbedPage(browser.context, {
      demo,
      token: async () => {
        const token = await directorToken(demo)
        if (supplied.push(token) === 1) await revoke(token)
        return token
      },
    })
    await embeds.show(
      kpi('one') + kpi('two') + embed('apart', 'ui="analytics/chart" object-id="kpi-flights" identity="x"'),
    )
    for (const id of ['one', 'two', 'apart'])
      await embeds.page.locator(`#${id}`).getByText(shown, { exact: true }).waitFor()
    expect(embeds.tokensAsked()).toBe(2)
    expect(await alertIn(embeds.page).count()).toBe(0)
    await embeds.page.close()
  })

  it('is replaced for a REST call of @qlik/api, which then succeeds', async () => {
    const supplied: string[] = []
    const embeds = await openEmbedPage(browser.context, {
      demo,
      token: async () => {
        supplied.push(await directorToken(demo))
        return supplied.at(-1) ?? ''
      },
    })
    const me = () => myUser(embeds)
    await embeds.show(kpi('kpi'))
    await embeds.page.locator('#kpi').getByText(shown, { exact: true }).waitFor()
    expect(await me()).toEqual([200, 'altimeter|dana'])
    expect(embeds.tokensAsked()).toBe(1)
    // A refusal right after a token arrived is taken for the answer to the token before it.
    await new Promise((resolve) => setTimeout(resolve, 3100))
    await revoke(supplied[0] ?? '')
    expect(await Promise.all([me(), me()])).toEqual([
      [200, 'altimeter|dana'],
      [200, 'altimeter|dana'],
    ])
    expect(embeds.tokensAsked()).toBe(2)
    await embeds.page.close()
  })

  const myUser = ({ page }: EmbedPage) =>
    page.evaluate(
      async ([host, clientId]) => {
        const runtime = (window as unknown as { QlikMain: { import(name: string): Promise<InvokeFetch> } }).QlikMain
        const { invokeFetch } = await runtime.import('invoke-fetch@v1')
        const hostConfig = { authType: 'oauth2', host, clientId, getAccessToken: 'supplyAccessToken' }
        const request = { method: 'get', pathTemplate: '/api/v1/users/me', options: { hostConfig, noCache: true } }
        const { status, data } = await invokeFetch('users', request)
        return [status, data.subject] as const
      },
      [demo.tenantUrl, demo.clients.impersonation.clientId] as const,
    )
})

describe('a machine that slept past the end of the token', () => {
  it.each([
    ['the page is looked at', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['the network is back', () => window.dispatchEvent(new Event('online'))],
  ])('has a new one as soon as %s, before anything asks for it', async (_, wake) => {
    const embeds = await openEmbedPage(browser.context, {
      demo,
      token: () => directorToken(demo),
      prepare: (page) => page.clock.install(),
    })
    await embeds.show(kpi('kpi'))
    await embeds.page.locator('#kpi').getByText(shown, { exact: true }).waitFor()
    // Time passes and no timer runs: this is what a page sees of a sleep.
    await embeds.page.clock.setSystemTime(Date.now() + 7 * 3_600_000)
    expect(embeds.tokensAsked()).toBe(1)
    await embeds.page.evaluate(wake)
    await expect.poll(embeds.tokensAsked, { timeout: 10_000 }).toBe(2)
    expect(await alertIn(embeds.page).count()).toBe(0)
    await embeds.page.close()
  })
})
