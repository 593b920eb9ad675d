import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')

/** Sends forged messages of the frame protocol, again and again, to the page and to all its frames, and counts answers. */
const attackerHtml = `<!doctype html><title>Attacker</title><script>
  window.sent = 0
  window.received = []
  addEventListener('message', ({ data }) => received.push(data))
  const failure = { code: 'FORGED', title: 'Forged', reason: 'Forged', solution: 'Forged' }
  const props = { ui: 'classic/chart', appId: '${demo.appId}', objectId: 'kpi-flights', context: {} }
  const toFrame = [{ understudy: 'show', clientId: 'forged', props }]
  for (let request = 1; request < 5; request++)
    toFrame.push({ understudy: 'token', request, token: 'forged' }, { understudy: 'no-token', request, failure })
  const toPage = [
    { understudy: 'ready' },
    { understudy: 'token-wanted', request: 1 },
    { understudy: 'failed', fatal: true, failure },
    { understudy: 'websocket-event', event: { eventType: 'forged' } },
  ]
  setInterval(() => {
    for (const message of toPage) parent.postMessage(message, '*')
    for (let index = 0; index < parent.length; index++)
      if (parent[index] !== window) for (const message of toFrame) parent[index].postMessage(message, '*')
    sent += 1
  }, 2)
</script>`

let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

describe('a classic frame and its page, beside another window that forges their messages', () => {
  it.each([
    ['of a foreign origin', 'http://localhost:1'],
    ['of the page’s own origin', demo.portalUrl],
    ['of the tenant’s origin', demo.tenantUrl],
  ])('%s, believe nothing and tell it nothing', async (_, attackerOrigin) => {
    const { page, show, events, tokensAsked } = await openEmbedPage(browser.context, {
      demo,
      token: () => directorToken(demo),
      prepare: async (page) => {
        await page.route(`${attackerOrigin}/attacker`, (route) =>
          route.fulfill({ contentType: 'text/html', body: attackerHtml }),
        )
      },
    })
    await page.evaluate((src) => {
      const attacker = document.createElement('iframe')
      attacker.src = src
      document.body.append(attacker)
    }, `${attackerOrigin}/attacker`)
    const attacker = page.mainFrame().childFrames()[0]
    await attacker?.waitForFunction(() => (window as unknown as { sent: number }).sent > 0)

    await show(embed('table', 'ui="classic/chart" iframe="true" object-id="table-airports"', 'tall'))
    const frame = page.frameLocator('#table iframe')
    await frame.getByText("Chicago O'Hare International (ORD)").waitFor()
    const sent = await attacker?.evaluate(() => (window as unknown as { sent: number }).sent)
    await attacker?.waitForFunction((before) => (window as unknown as { sent: number }).sent > before + 10, sent ?? 0)

    expect(await attacker?.evaluate(() => (window as unknown as { received: unknown[] }).received)).toEqual([])
    expect(tokensAsked()).toBe(1)
    expect((await events()).map(({ type }) => type)).toEqual(['opened'])
    expect(await alertIn(page).count()).toBe(0)
    expect(await frame.getByRole('alert').count()).toBe(0)
    expect(await frame.getByText("Chicago O'Hare International (ORD)").count()).toBe(1)
    await page.close()
  })
})
