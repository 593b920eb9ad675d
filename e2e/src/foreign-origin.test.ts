import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, type EmbedPage, embed, openEmbedPage } from './harness/embed-page.js'
import { freePorts } from './harness/free-ports.js'

const demo = inject('demo')

let browser: TestBrowser
let foreignOrigin: string

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
  foreignOrigin = `http://localhost:${(await freePorts(1))[0]}`
})
afterAll(() => browser.close())

const open = (origin: string): Promise<EmbedPage> =>
  openEmbedPage(browser.context, { demo, token: () => directorToken(demo), origin })

it('a page whose origin the client does not allow is told so in place, even with a real token', async () => {
  const { page, show, events } = await open(foreignOrigin)
  await show(embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'))
  const panel = alertIn(page.locator('#kpi'))
  await panel.getByText('OAUTH-29').waitFor()
  const reported = (await events()).filter(({ element }) => element === 'kpi')
  expect(reported.map(({ type, detail }) => [type, detail.code])).toEqual([['fatalerror', 'OAUTH-29']])
  const { title, reason, solution } = reported[0]?.detail ?? {}
  expect(reason).toContain(foreignOrigin)
  expect(solution).toContain('allowedOrigins')
  for (const text of [title, reason, solution]) expect(await panel.innerText()).toContain(text)
  await page.close()
})

it('a classic embed of such a page tells that its frame is kept from it', async () => {
  const { page, show, events } = await openEmbedPage(browser.context, {
    demo,
    token: () => directorToken(demo),
    origin: foreignOrigin,
    prepare: (opened) => opened.clock.install(),
  })
  await show(embed('app', 'ui="classic/app"'))
  await page.locator('#app iframe').waitFor({ state: 'attached' })
  await page.clock.fastForward(16_000)
  await alertIn(page.locator('#app')).getByText('EMBED-FRAME').waitFor()
  const reported = (await events()).filter(({ element }) => element === 'app')
  expect(reported.map(({ type, detail }) => [type, detail.code])).toEqual([['fatalerror', 'EMBED-FRAME']])
  await page.close()
})

describe('the page of the classic frames', () => {
  /** Frames the page and resolves to the address that the frame shows. */
  const framedFrom = async (origin: string): Promise<string | undefined> => {
    const { page } = await open(origin)
    const address = `${demo.tenantUrl}/qlik-embed/classic.html?client_id=${demo.clients.impersonation.clientId}`
    await page.evaluate(
      (src) =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe')
          frame.onload = resolve
          frame.src = src
          document.body.append(frame)
        }),
      address,
    )
    const [frame] = page.mainFrame().childFrames()
    // The browser tells of its error page a moment after the frame has loaded.
    await expect.poll(() => frame?.url(), { timeout: 10_000 }).not.toBe('')
    const shown = frame?.url()
    await page.close()
    return shown
  }

  it('is framed by a page of an origin that the client allows', async () => {
    expect(await framedFrom(demo.portalUrl)).toMatch(new RegExp(`^${demo.tenantUrl}/qlik-embed/classic\\.html`))
  })

  it('is kept by the browser from the frame of any other page', async () => {
    expect(await framedFrom(foreignOrigin)).toBe('chrome-error://chromewebdata/')
  })
})
