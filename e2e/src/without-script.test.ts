import { createHash, randomBytes } from 'node:crypto'
import { oauthClients } from '@qlik/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { makeAccount } from './harness/tenant-account.js'

const demo = inject('demo')
const asAdmin = {
  hostConfig: { authType: 'oauth2' as const, host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' },
}
const appOrigin = 'https://board.example'
const callback = `${appOrigin}/callback`
/** Long words, which must not push a page wider than a phone. */
const clientName = `Board${'ofdirectors'.repeat(8)}`
const person = {
  email: `${'maximiliane.'.repeat(4)}noscript@example.com`,
  name: `Maximiliane ${'Hohenzollern'.repeat(5)}`,
  password: 'seven quiet harbours',
}
/** Shows whether scripts run. */
const welcome = `<title>Board</title><script>document.title = 'Script'</script>`
const verifier = randomBytes(32).toString('base64url')

let browser: TestBrowser
let page: Page
let clientId: string
beforeAll(async () => {
  const client = {
    appType: 'spa' as const,
    clientName,
    allowedScopes: ['user_default', 'openid', 'profile', 'email'],
    redirectUris: [callback],
    allowedOrigins: [appOrigin],
  }
  clientId = (await oauthClients.createOAuthClient(client, asAdmin)).data.clientId
  browser = await openChromium({ thirdPartyCookies: 'blocked', width: 390, height: 844, withoutScript: true })
  await makeAccount(browser.context, demo, person)
  page = await browser.context.newPage()
  await page.route(`${callback}*`, (route) => route.fulfill({ contentType: 'text/html', body: welcome }))
})
afterAll(() => browser?.close())

/** What holds for every page: it fits, has one heading, and each of its inputs has a label. */
const expectGoodPage = async (heading: string): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  const { width, fits, headings, unlabelled } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    fits: document.documentElement.scrollWidth <= document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
    unlabelled: [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')]
      .filter(({ labels }) => labels?.length !== 1 || labels[0]?.innerText.trim() === '')
      .map(({ name }) => name),
  }))
  expect({ width, fits, headings, unlabelled }).toEqual({ width: 390, fits: true, headings: 1, unlabelled: [] })
}

/** Presses Tab, and tells by its name what has the focus then, which is to be seen on the screen. */
const tab = async (): Promise<string> => {
  await page.keyboard.press('Tab')
  return page.evaluate(() => {
    const focused = document.activeElement as HTMLInputElement
    const { top, bottom } = focused.getBoundingClientRect()
    if (top < 0 || bottom > innerHeight || getComputedStyle(focused).outlineStyle === 'none') return 'out of sight'
    return focused.labels?.[0]?.innerText ?? focused.innerText
  })
}

const type = (text: string) => page.keyboard.type(text)
const enter = () => page.keyboard.press('Enter')

it('signs in, consents and signs out without script, by keyboard, on a phone', async () => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    scope: 'user_default openid profile email',
    state: 'board 7',
    nonce: 'once',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  await page.goto(`${demo.tenantUrl}/oauth/authorize?${query}`)
  await expectGoodPage('Sign in')
  expect(await tab()).toBe('Email or user name')
  await type(person.email)
  expect(await tab()).toBe('Password')
  await type('wrong')
  expect(await tab()).toBe('Sign in')
  await enter()

  // What went wrong is announced, has the focus, and leads to the field.
  await page.getByRole('alert', { name: 'You are not signed in' }).waitFor()
  await expectGoodPage('Sign in')
  expect(await page.title()).toMatch(/^Problem: /)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert')
  expect(await page.locator('input[aria-invalid="true"]').count()).toBe(2)
  await tab()
  await enter()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('login')
  await page.getByLabel('Email or user name').fill(person.email)
  expect(await tab()).toBe('Password')
  await type(person.password)
  await enter()

  await expectGoodPage(`${clientName} asks for access`)
  await page.getByText(person.name).waitFor()
  expect(await tab()).toBe('Allow')
  expect(await tab()).toBe('Do not allow')
  expect(await tab()).toBe('applications with access')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await enter()
  await page.waitForURL(`${callback}?*`)
  expect(await page.title()).toBe('Board')
  const answer = new URL(page.url()).searchParams
  expect(answer.get('state')).toBe('board 7')
  expect(answer.get('iss')).toBe(demo.tenantUrl)

  const redeemed = await fetch(`${demo.tenantUrl}/oauth/token`, {
    method: 'POST',
    headers: { origin: appOrigin },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code: answer.get('code') ?? '',
      redirect_uri: callback,
      code_verifier: verifier,
    }),
  })
  const authorization = `Bearer ${(await redeemed.json()).access_token}`
  const told = await fetch(`${demo.tenantUrl}/oauth/userinfo`, { headers: { authorization, origin: appOrigin } })
  expect(await told.json()).toMatchObject({ name: person.name, email: person.email })

  await page.goto(`${demo.tenantUrl}/account`)
  await expectGoodPage(person.name)
  await page.goto(`${demo.tenantUrl}/oauth/consents`)
  await page.getByText(clientName).first().waitFor()
  await page.goto(`${demo.tenantUrl}/logout`)
  await expectGoodPage('Sign out?')
  expect(await tab()).toBe('Sign out')
  await enter()
  await expectGoodPage('You are signed out')
  expect(await tab()).toBe('Sign in again')
  await page.goto(`${demo.tenantUrl}/account`)
  await expectGoodPage('Sign in')
})

it('tells on a page that fits why a request goes nowhere', async () => {
  await page.goto(`${demo.tenantUrl}/oauth/authorize?client_id=${'nobody'.repeat(20)}`)
  const heading = await page.getByRole('heading', { level: 1 }).innerText()
  await expectGoodPage(heading)
})
