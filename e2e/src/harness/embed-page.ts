import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { Demo } from './demo.js'

const webComponents = createRequire(import.meta.url).resolve('@qlik/embed-web-components')

/** An event that the runtime fired at an element, or called the page's global function with. */
export interface EmbedEvent {
  readonly type: string
  /** Id of the element; empty for events of the connection. */
  readonly element: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** A page that holds nothing but embeds. */
export interface EmbedPage {
  readonly page: Page
  /** Replaces what is on the page. */
  readonly show: (embeds: string) => Promise<void>
  /** What happened since the page was opened. */
  readonly events: () => Promise<readonly EmbedEvent[]>
  /** How often the page was asked for an access token. */
  readonly tokensAsked: () => number
}

/** What the page is opened with. */
export interface EmbedPageSettings {
  readonly demo: Demo
  /** Supplies access tokens, or fails. */
  readonly token: () => Promise<string>
  /** Origin of the page; the portal's, which the tenant knows, if not given. */
  readonly origin?: string
  /** Runs before anything is loaded. */
  readonly prepare?: (page: Page) => Promise<void>
}

const pageHtml = ({ tenantUrl, appId, clients }: Demo): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Embeds</title>
    <link rel="icon" href="data:," />
    <style>
      #embeds { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
      .box { height: 300px; }
      .tall { height: 760px; grid-column: 1 / -1; }
    </style>
    <script>
      window.embedEvents = []
      window.onConnectionEvent = ({ hostConfig, ...detail }) =>
        embedEvents.push({ type: detail.type, element: '', detail: { ...detail, host: hostConfig?.host } })
      for (const type of ['error', 'fatalerror'])
        document.addEventListener(type, ({ target, detail }) => embedEvents.push({ type, element: target.id, detail }))
    </script>
    <script src="/embed-web-components.js" data-host="${tenantUrl}" data-client-id="${clients.impersonation.clientId}"
      data-auth-type="Oauth2" data-get-access-token="supplyAccessToken" data-app-id="${appId}"
      data-on-websocket-event="onConnectionEvent" data-identity="${randomUUID()}"></script>
  </head>
  <body><div id="embeds"></div></body>
</html>`

/**
 * Opens the page at the portal's origin, or another, without the portal's own pages and policies. Each page has its own
 * identity and thereby its own selections.
 */
export const openEmbedPage = async (context: BrowserContext, settings: EmbedPageSettings): Promise<EmbedPage> => {
  const { demo, token, prepare, origin = settings.demo.portalUrl } = settings
  const page = await context.newPage()
  // A page of many charts loads the code of all chart types at once, perhaps on a busy machine.
  page.setDefaultTimeout(90_000)
  let asked = 0
  // Chromium does not see that a page comes from this machine when a test answers for the server.
  await context.grantPermissions(['local-network-access'], { origin })
  await page.route(`${origin}/embeds`, (route) => route.fulfill({ contentType: 'text/html', body: pageHtml(demo) }))
  await page.route(`${origin}/embed-web-components.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: readFileSync(webComponents, 'utf8') }),
  )
  await page.exposeFunction('supplyAccessToken', () => {
    asked += 1
    return token()
  })
  await prepare?.(page)
  await page.goto(`${origin}/embeds`)
  return {
    page,
    show: (embeds) =>
      page.evaluate((html) => {
        const place = document.querySelector('#embeds')
        if (place) place.innerHTML = html
      }, embeds),
    events: () => page.evaluate(() => (window as unknown as { embedEvents: EmbedEvent[] }).embedEvents),
    tokensAsked: () => asked,
  }
}

/** One embed in a box of its own. */
export const embed = (id: string, attributes: string, box = 'box'): string =>
  `<div class="${box}"><qlik-embed id="${id}" ${attributes}></qlik-embed></div>`

/** Waits until an embed, and every cell of a sheet, shows content instead of its loading state. */
export const waitUntilShown = async (embedElement: Locator): Promise<void> => {
  await embedElement.locator('.understudy-embed[aria-busy="false"]').first().waitFor()
  await embedElement.locator('.understudy-embed[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

/** Attributes of a chart on the fly. */
export const chart = (type: string, dimensions: readonly string[], measures: readonly string[]): string =>
  `ui="analytics/chart" type="${type}" dimensions='${JSON.stringify(dimensions)}' measures='${JSON.stringify(measures)}'`

/** The panels of failures within an element or page. */
export const alertIn = (within: Page | Locator): Locator => within.locator('[role="alert"]')
