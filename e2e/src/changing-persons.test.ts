import { randomUUID } from 'node:crypto'
import { groups, users } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector, userToken } from './harness/director.js'
import { alertIn, type EmbedPage, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')
const asAdmin = {
  hostConfig: { authType: 'oauth2' as const, host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' },
}
const allFlights = '3,000,000'
const kpi = (id: string, more = '') => embed(id, `ui="analytics/chart" object-id="kpi-flights" ${more}`)
const shows = ({ page }: EmbedPage, id: string, text: string) =>
  page.locator(`#${id}`).getByText(text, { exact: true }).waitFor()

/** Somebody who sees all flights. */
const makePerson = async () => {
  const subject = randomUUID()
  const name = 'National operations'
  await groups.createGroup({ name, providerType: 'custom', status: 'active' }, asAdmin).catch(() => undefined)
  const { data } = await users.createUser({ subject: `altimeter|${subject}`, name: 'Rita' }, asAdmin)
  const { id } = data as { id: string }
  const setGroups = (...names: string[]) =>
    users.patchUser(
      id,
      [
        {
          op: 'replace',
          path: '/assignedGroups',
          value: names.map((each) => ({ name: each, providerType: 'custom' })),
        },
      ],
      asAdmin,
    )
  await setGroups(name)
  return { subject, setGroups, all: name }
}

let browser: TestBrowser
beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

describe('rights that change again and again', () => {
  it('end no embed, cost the host few tokens, and the last ones count', async () => {
    const { subject, setGroups, all } = await makePerson()
    const embeds = await openEmbedPage(browser.context, { demo, token: () => userToken(demo, subject) })
    await embeds.show(kpi('one') + kpi('two', 'identity="apart"'))
    for (const id of ['one', 'two']) await shows(embeds, id, allFlights)
    expect(embeds.tokensAsked()).toBe(1)

    const changes = 30
    for (let change = 0; change < changes; change++) {
      await setGroups(...(change % 2 === 0 ? [] : [all]))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await expect.poll(() => alertIn(embeds.page).count(), { timeout: 60_000 }).toBe(0)
    for (const id of ['one', 'two']) await shows(embeds, id, allFlights)
    expect(embeds.tokensAsked()).toBeLessThanOrEqual(changes / 2)
    await embeds.page.close()
  })
})

describe('another person', () => {
  const open = async (whose: { person: string }) =>
    openEmbedPage(browser.context, {
      demo,
      token: () => (whose.person === '' ? Promise.reject(new Error('Signed out.')) : userToken(demo, whose.person)),
    })

  it.each([
    ['by its event', () => window.dispatchEvent(new Event('understudy-person-changed'))],
    ['by its attribute', () => document.documentElement.setAttribute('data-understudy-person', 'next')],
  ])('whom the page announces %s sees nothing of the former one', async (_, announce) => {
    const { subject, setGroups } = await makePerson()
    const whose = { person: 'dana' }
    const embeds = await open(whose)
    await embeds.show(kpi('one'))
    await shows(embeds, 'one', allFlights)
    await setGroups()
    whose.person = subject
    await embeds.page.evaluate(announce)
    // At once, and not when the new person's data is there.
    expect(await embeds.page.locator('#one').getByText(allFlights, { exact: true }).count()).toBe(0)
    await expect.poll(() => alertIn(embeds.page).count(), { timeout: 30_000 }).toBe(1)
    expect(await alertIn(embeds.page).textContent()).toContain('4203')
    await embeds.page.close()
  })

  it('whom nothing but the token tells ends the former session, and gets one of their own', async () => {
    const { subject, setGroups } = await makePerson()
    const whose: { person: string } = { person: subject }
    const embeds = await open(whose)
    await embeds.show(kpi('one'))
    await shows(embeds, 'one', allFlights)
    const count = async (type: string) => (await embeds.events()).filter((event) => event.type === type).length
    expect(await count('opened')).toBe(1)
    whose.person = 'dana'
    await setGroups()
    await expect.poll(() => count('opened'), { timeout: 30_000 }).toBe(2)
    await shows(embeds, 'one', allFlights)
    expect(await count('resumed')).toBe(0)
    await embeds.page.close()
  })

  it('who follows nobody but a sign-out sees why there is nothing, and comes back by signing in', async () => {
    const whose = { person: 'dana' }
    const embeds = await open(whose)
    await embeds.show(kpi('one'))
    await shows(embeds, 'one', allFlights)
    whose.person = ''
    await embeds.page.evaluate(() => window.dispatchEvent(new Event('understudy-person-changed')))
    await expect.poll(() => alertIn(embeds.page).count(), { timeout: 30_000 }).toBe(1)
    expect(await alertIn(embeds.page).textContent()).toContain('Signed out.')
    whose.person = 'dana'
    await embeds.page.evaluate(() => window.dispatchEvent(new Event('understudy-person-changed')))
    await shows(embeds, 'one', allFlights)
    await embeds.page.close()
  })

  it('beside the first goes on when the first one changes', async () => {
    const whose = { person: 'dana' }
    const embeds = await open(whose)
    await embeds.page.exposeFunction('supplyOtherToken', () => directorToken(demo))
    await embeds.show(kpi('one') + kpi('two', 'get-access-token="supplyOtherToken"'))
    for (const id of ['one', 'two']) await shows(embeds, id, allFlights)
    whose.person = (await makePerson()).subject
    await embeds.page.evaluate(() => window.dispatchEvent(new Event('understudy-person-changed')))
    for (const id of ['one', 'two']) await shows(embeds, id, allFlights)
    expect(await alertIn(embeds.page).count()).toBe(0)
    await embeds.page.close()
  })
})
