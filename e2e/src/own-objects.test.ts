import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { objectOf, openCharts, salesApp, type WrittenObject } from './harness/chart-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

const objects: readonly WrittenObject[] = [
  { id: 'menu', type: 'sn-nav-menu', properties: {} },
  { id: 'box', type: 'sn-shape', properties: { shape: 'ellipse', fill: { index: -1, color: '#aa0000' }, text: 'Red' } },
  {
    id: 'line',
    type: 'sn-shape',
    properties: { shape: 'right-arrow', stroke: { color: { index: -1, color: '#0000aa' }, width: 4, dashed: true } },
  },
  { id: 'strange', type: 'sn-shape', properties: { shape: 'constructor' } },
  {
    id: 'file',
    type: 'sn-video-player',
    properties: { title: 'A film', url: 'http://localhost:1/film.mp4', loop: true },
  },
  { id: 'service', type: 'sn-video-player', properties: { url: 'https://youtu.be/abc_DEF-123' } },
  { id: 'script', type: 'sn-video-player', properties: { url: 'javascript:window.ran=1' } },
]
const cell = (name: string, type: string, row: number) => ({ name, type, col: 0, row, colspan: 24, rowspan: 6 })
const sheet = (id: string, title: string, cells: readonly object[], children: readonly object[]) =>
  JSON.stringify({
    qProperty: {
      qInfo: { qId: id, qType: 'sheet' },
      qMetaDef: { title },
      cells,
      rank: id,
      qChildListDef: { qData: {} },
    },
    qChildren: children.map((qProperty) => ({ qProperty, qChildren: [] })),
  })
const kpi = (id: string, qDef: string) => objectOf(id, 'kpi', { qHyperCubeDef: { qMeasures: [{ qDef: { qDef } }] } })

/** What the page asks for the app. */
interface RefApi {
  readonly getRefApi: () => Promise<{
    readonly getDoc: () => Promise<{ getSheetList: () => Promise<unknown> }>
  }>
}

let browser: TestBrowser
let app: VisitedApp
let page: Page

beforeAll(async () => {
  app = await startVisitedApp('objects', {
    ...salesApp(objects),
    'objects/first.json': sheet(
      'first',
      'First',
      [cell('menu-1', 'sn-nav-menu', 0), cell('kpi-1', 'kpi', 6)],
      [objectOf('menu-1', 'sn-nav-menu', {}), kpi('kpi-1', 'Sum(Amount)')],
    ),
    'objects/second.json': sheet(
      'second',
      'Second',
      [cell('menu-2', 'sn-nav-menu', 0), cell('kpi-2', 'kpi', 6)],
      [objectOf('menu-2', 'sn-nav-menu', { layoutOptions: { orientation: 'vertical' } }), kpi('kpi-2', 'Sum(Cost)')],
    ),
  })
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 1300 })
  page = await openCharts(
    browser,
    app,
    objects.map(({ id }) => id),
  )
  await screenshot(page, 'own-objects')
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const within = (id: string) => page.locator(`#${id}`)

it('shapes and lines have their outline, colours and words', async () => {
  expect(await within('box').locator('path').getAttribute('fill')).toBe('#aa0000')
  expect(
    await within('box')
      .getByText('Red')
      .evaluate((element) => getComputedStyle(element).color),
  ).toBe('rgb(255, 255, 255)')
  const line = within('line').locator('path')
  expect(
    await line.evaluate((element) =>
      ['fill', 'stroke', 'stroke-width', 'stroke-dasharray'].map((name) => element.getAttribute(name)),
    ),
  ).toEqual(['none', '#0000aa', '4', '12 8'])
  const [shape, room] = await Promise.all([
    line.boundingBox(),
    within('line').locator('.understudy-shape').boundingBox(),
  ])
  expect(Math.round((shape as { width: number }).width)).toBeGreaterThan(0.9 * (room as { width: number }).width)
  expect(await within('strange').locator('path').getAttribute('d')).toMatch(/^M0,0L\d/)
})

it('a video is played from its file or its service, and from nowhere else', async () => {
  const video = within('file').locator('video')
  expect(
    await video.evaluate((element: HTMLVideoElement) => [
      element.src,
      element.controls,
      element.loop,
      element.autoplay,
    ]),
  ).toEqual(['http://localhost:1/film.mp4', true, true, false])
  expect(await video.getAttribute('aria-label')).toBe('A film')
  const frame = within('service').locator('iframe')
  await new Promise((resolve) => setTimeout(resolve, 4000))
  expect(await within('service').locator('[role="alert"]').count()).toBe(0)
  expect(await frame.getAttribute('src')).toBe('https://www.youtube-nocookie.com/embed/abc_DEF-123')
  expect(await frame.getAttribute('sandbox')).not.toContain('allow-top-navigation')
  expect(await within('script').locator('video, iframe').count()).toBe(0)
  await within('script').getByText('no address of a video').waitFor()
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
})

it('a menu shows the sheets of the app; one that is not on a sheet asks the page', async () => {
  const buttons = within('menu').getByRole('navigation', { name: 'Sheets' }).getByRole('button')
  expect(await buttons.allTextContents()).toEqual(expect.arrayContaining(['All', 'First', 'Second']))
  const asked = page.evaluate(
    () =>
      new Promise((resolve) =>
        document.addEventListener('understudy-open-sheet', (event) =>
          resolve([(event.target as HTMLElement).tagName, (event as CustomEvent).detail]),
        ),
      ),
  )
  await within('menu').getByRole('button', { name: 'Second' }).click()
  expect(await asked).toEqual([expect.any(String), { sheetId: 'second' }])
})

it('a menu on a sheet shows another sheet in its place', async () => {
  const other = await app.open(browser.context, embed('sheet', 'ui="analytics/sheet" sheet-id="first"', 'tall'))
  await waitUntilShown(other.locator('#sheet'))
  await other.getByText('23.54k').waitFor()
  const current = other.locator('#sheet [aria-current="page"]')
  expect(await current.allTextContents()).toEqual(['First'])
  await other.getByRole('button', { name: 'Second' }).click()
  await other.getByText('7.25k').waitFor()
  await other.getByText('23.54k').waitFor({ state: 'detached' })
  await expect.poll(() => current.allTextContents()).toEqual(['Second'])
  expect(await other.locator('.understudy-sheet-box').count()).toBe(1)
  await screenshot(other, 'nav-menu')
  await other.close()
})

it('the focus goes with somebody who opens a sheet by keyboard, to its entry in the new menu', async () => {
  const other = await app.open(browser.context, embed('sheet', 'ui="analytics/sheet" sheet-id="first"', 'tall'))
  await waitUntilShown(other.locator('#sheet'))
  await other.getByRole('button', { name: 'Second' }).focus()
  await other.keyboard.press('Enter')
  await other.getByText('7.25k').waitFor()
  await expect
    .poll(() => other.locator(':focus').evaluateAll((all) => all.map((one) => [one.textContent, one.ariaCurrent])))
    .toEqual([['Second', 'page']])
  await other.close()
})

it('a sheet that cannot be had is told, and does not keep the former one', async () => {
  const errors: string[] = []
  const other = await app.open(
    browser.context,
    embed('sheet', 'ui="analytics/sheet" sheet-id="first"', 'tall'),
    (opened) => opened.on('pageerror', (error) => errors.push(String(error))),
  )
  await waitUntilShown(other.locator('#sheet'))
  await other
    .locator('#sheet .understudy-sheet-box')
    .evaluate((box) =>
      box.dispatchEvent(new CustomEvent('understudy-open-sheet', { detail: { sheetId: 'missing' }, bubbles: true })),
    )
  await other.locator('#sheet [role="alert"]').getByText("'missing'").waitFor()
  await other.locator('#sheet').evaluate((element) => element.setAttribute('sheet-id', 'second'))
  await other.getByText('7.25k').waitFor()
  expect(await other.locator('.understudy-sheet-box').count()).toBe(1)
  expect(errors).toEqual([])
  await other.close()
})

it('the tabs of classic/app follow its menus, and open the former sheet again', async () => {
  const other = await app.open(browser.context, embed('app', 'ui="classic/app" sheet-id="first"', 'tall'))
  const inside = other.frameLocator('#app iframe')
  const tab = (name: string) => inside.getByRole('tab', { name })
  await inside.getByText('23.54k').waitFor()
  await inside.getByRole('navigation', { name: 'Sheets' }).getByRole('button', { name: 'Second' }).click()
  await inside.getByText('7.25k').waitFor()
  await expect.poll(() => tab('Second').getAttribute('aria-selected')).toBe('true')
  expect(await tab('Second').evaluate((element) => document.activeElement === element)).toBe(true)
  await tab('First').click()
  await inside.getByText('23.54k').waitFor()
  await other.close()
})

it('a menu that cannot list the sheets says so, and asks again when it is told to', async () => {
  const one = embed('figures', 'ui="analytics/chart" object-id="box"')
  const other = await app.open(browser.context, `${one}<main></main>`)
  await waitUntilShown(other.locator('#figures'))
  await other.evaluate(
    async (menu) => {
      const { getDoc } = await (document.querySelector('#figures') as unknown as RefApi).getRefApi()
      const doc = await getDoc()
      const { getSheetList } = doc
      doc.getSheetList = async () => {
        doc.getSheetList = getSheetList
        throw new Error('No list today')
      }
      ;(document.querySelector('main') as HTMLElement).innerHTML = menu
    },
    embed('menu', 'ui="analytics/chart" object-id="menu"'),
  )
  await other.locator('#menu [role="alert"]').getByText('No list today').waitFor()
  await other.locator('#menu').getByRole('button', { name: 'Try again' }).click()
  await other.locator('#menu').getByRole('button', { name: 'Second' }).waitFor()
  await other.close()
})
