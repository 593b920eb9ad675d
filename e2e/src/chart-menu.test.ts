import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everyType, objectOf, openCharts, salesApp, type WrittenObject } from './harness/chart-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { chart, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

let browser: TestBrowser
let app: VisitedApp
let page: Page

const byRegion = (measures: readonly object[], rest: object = {}) => ({
  qHyperCubeDef: { qDimensions: [{ qDef: { qFieldDefs: ['Region'] } }], qMeasures: measures, ...rest },
})
const amount = { qDef: { qDef: 'Sum(Amount)' } }
const unmet = { ...amount, qCalcCondition: { qCond: { qv: '=0' } } }
const special: readonly WrittenObject[] = [
  { id: 'unmet', type: 'table', properties: byRegion([unmet, { qDef: { qDef: 'Sum(Cost)' } }]) },
  { id: 'turned', type: 'table', properties: byRegion([amount, unmet], { qColumnOrder: [1, 2, 0] }) },
  { id: 'titled', type: 'barchart', properties: { title: 'Sales of all regions '.repeat(9), ...byRegion([amount]) } },
]
/** A sheet in an alternate state, with a chart and a container on it that name none. */
const stated = {
  qProperty: {
    qInfo: { qId: 'stated', qType: 'sheet' },
    qMetaDef: { title: 'Stated' },
    qStateName: 'Other',
    cells: [{ name: 'stated-bars', type: 'barchart', col: 0, row: 0, colspan: 24, rowspan: 12 }],
    qChildListDef: { qData: {} },
  },
  qChildren: [{ qProperty: objectOf('stated-bars', 'barchart', byRegion([amount])), qChildren: [] }],
}
const withData = ['barchart', 'table', 'treemap', 'pivot-table', 'boxplot', 'kpi']

beforeAll(async () => {
  const files = salesApp([...everyType, ...special])
  app = await startVisitedApp('menus', { ...files, 'objects/stated.json': JSON.stringify(stated) })
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 1300 })
  page = await openCharts(browser, app, [...withData, 'listbox', 'sn-shape'])
  const { origin } = new URL(page.url())
  const permissions = ['local-network-access', 'clipboard-read', 'clipboard-write']
  await browser.context.grantPermissions(permissions, { origin })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const menuButton = (id: string) => page.locator(`#${id} .understudy-menu`)
const menu = () => page.getByRole('menu')
const dialog = () => page.getByRole('dialog')
const item = (name: string) => menu().getByRole('menuitem', { name })
const focused = () => page.evaluate(() => document.activeElement?.className ?? '')

it('charts with data have a menu, others none', async () => {
  for (const id of withData) await expect.poll(() => menuButton(id).count()).toBe(1)
  for (const id of ['listbox', 'sn-shape']) expect(await menuButton(id).count()).toBe(0)
  expect(await menuButton('barchart').getAttribute('aria-label')).toBe('Menu of the chart')
})

it('the menu goes by the keyboard, and gives the focus back', async () => {
  await menuButton('barchart').focus()
  await page.keyboard.press('Enter')
  const names = await menu().getByRole('menuitem').allTextContents()
  expect(names).toEqual(['Full screen', 'View data', 'Export data (Excel)', 'Export data (CSV)', 'Export as image'])
  await screenshot(page, 'chart-menu')
  const at = () => page.evaluate(() => document.activeElement?.textContent)
  expect(await at()).toBe('Full screen')
  await page.keyboard.press('ArrowDown')
  expect(await at()).toBe('View data')
  await page.keyboard.press('End')
  expect(await at()).toBe('Export as image')
  await page.keyboard.press('ArrowDown')
  expect(await at()).toBe('Full screen')
  await page.keyboard.press('Escape')
  await menu().waitFor({ state: 'detached' })
  expect(await focused()).toBe('understudy-menu')
})

it.each([
  ['barchart', ['Month', 'Sum(Amount)'], 12],
  ['treemap', ['Region', 'Product', 'Sum(Amount)'], 20],
  ['pivot-table', ['Region', 'Product', 'Sum(Amount)'], 20],

  ['boxplot', ['Product', 'Region', 'Sum(Amount)'], 20],
  ['kpi', ['Sum(Amount)'], 1],
])('%s shows its data as a table', async (id, heads, rows) => {
  await menuButton(id).click()
  await item('View data').click()
  await dialog().waitFor()
  expect(await dialog().getByRole('columnheader').allTextContents()).toEqual(heads)
  expect(await dialog().locator('tbody tr').count()).toBe(rows)
  if (id === 'kpi') expect(await dialog().getByRole('cell').allTextContents()).toEqual(['23542'])
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect(await focused()).toBe('understudy-menu')
})

it('data has its columns in the order of the chart, without those whose condition is not met', async () => {
  const other = await openCharts(browser, app, ['unmet', 'turned'])
  const dataOf = async (id: string) => {
    await other.locator(`#${id} .understudy-menu`).click()
    await other.getByRole('menuitem', { name: 'View data' }).click()
    const data = other.getByRole('dialog')
    await data.waitFor()
    const heads = await data.getByRole('columnheader').allTextContents()
    const row = await data.locator('tbody tr').first().locator('td').allTextContents()
    await other.keyboard.press('Escape')
    await data.waitFor({ state: 'detached' })
    return [heads, row]
  }
  expect(await dataOf('unmet')).toEqual([
    ['Region', 'Sum(Cost)'],
    ['East', '1442'],
  ])
  expect(await dataOf('turned')).toEqual([
    ['Sum(Amount)', 'Region'],
    ['4786', 'East'],
  ])
  await other.close()
})

it('data is that of the alternate state of the sheet', async () => {
  const other = await app.open(browser.context, embed('sheet', 'ui="analytics/sheet" sheet-id="stated"', 'tall'))
  await waitUntilShown(other.locator('#sheet'))
  await other.locator('#sheet').evaluate(async (element) => {
    const { getRefApi } = element as unknown as { getRefApi: () => Promise<{ getDoc: () => Promise<never> }> }
    const doc = (await (await getRefApi.call(element)).getDoc()) as {
      getField: (name: string, state: string) => Promise<{ selectValues: (values: object[]) => Promise<boolean> }>
    }
    await (await doc.getField('Region', 'Other')).selectValues([{ qText: 'North' }])
  })
  await other.locator('#sheet .understudy-menu').click({ force: true })
  await other.getByRole('menuitem', { name: 'View data' }).click()
  await other.getByRole('dialog').waitFor()
  expect(await other.getByRole('dialog').locator('tbody tr').allTextContents()).toEqual(['North6048'])
  await other.close()
})

it('data goes with the chart that it is of, and comes no more once that has gone', async () => {
  const other = await openCharts(browser, app, ['unmet'])
  const showInstead = (id: string) =>
    other.locator('#unmet').evaluate((element, next) => element.setAttribute('object-id', next), id)
  await other.locator('#unmet .understudy-menu').click()
  await other.getByRole('menuitem', { name: 'View data' }).click()
  await other.getByRole('dialog').waitFor()
  await showInstead('kpi')
  await other.locator('#unmet').getByText('23.54k').waitFor()
  await other.getByRole('dialog').waitFor({ state: 'detached' })

  const failures: string[] = []
  other.on('pageerror', (error) => failures.push(String(error)))
  await other.locator('#unmet .understudy-menu').click()
  await other.locator('#unmet').evaluate((element) => {
    const item = [...element.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
      ({ textContent }) => textContent === 'View data',
    )
    item?.click()
    element.remove()
  })
  await other.waitForTimeout(1500)
  expect(await other.getByRole('dialog').count()).toBe(0)
  expect(failures).toEqual([])
  await other.close()
})

it('a long press opens it once the finger is lifted, again and again, and not when it moved', async () => {
  const other = await openCharts(browser, app, ['kpi'])
  await other.locator('#kpi .understudy-menu').waitFor({ state: 'attached' })
  const cdp = await browser.context.newCDPSession(other)
  await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  const box = await other.locator('#kpi .njs-viz').boundingBox()
  const press = async (right: number, down: number, moved: number): Promise<number> => {
    const [x, y] = [(box?.x ?? 0) + right, (box?.y ?? 0) + down]
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
    await other.waitForTimeout(100)
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + moved, y }] })
    await other.waitForTimeout(1000)
    expect(await other.getByRole('menu').count()).toBe(0)
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await other.waitForTimeout(500)
    const opened = await other.getByRole('menu').count()
    await other.keyboard.press('Escape')
    await expect.poll(() => other.getByRole('menu').count()).toBe(0)
    return opened
  }
  expect(await press(100, 150, 1)).toBe(1)
  expect(await press(180, 200, 2)).toBe(1)
  expect(await press(100, 150, 0)).toBe(1)
  expect(await press(100, 150, 60)).toBe(0)
  await other.close()
})

it('the button says whether its menu is open, and leaves the title its room', async () => {
  const other = await openCharts(browser, app, ['titled'])
  const button = other.locator('#titled .understudy-menu')
  await button.click()
  expect(await button.getAttribute('aria-expanded')).toBe('true')
  await other.keyboard.press('Escape')
  await expect.poll(() => button.getAttribute('aria-expanded')).toBe('false')
  const title = other.locator('#titled').getByRole('heading', { level: 6 })
  const ends = await title.evaluate((heading) => heading.getBoundingClientRect().right)
  expect(ends).toBeLessThanOrEqual((await button.boundingBox())?.x ?? 0)
  await screenshot(other, 'menu-title')
  await other.locator('body').evaluate((body) => body.setAttribute('dir', 'rtl'))
  const chart = await other.locator('#titled').boundingBox()
  await expect.poll(async () => ((await button.boundingBox())?.x ?? 0) - (chart?.x ?? 0)).toBeLessThan(40)
  await other.close()
})

it('the right button opens it, and copies the value that it is on', async () => {
  await page.locator('#table').getByText('North', { exact: true }).click({ button: 'right' })
  await item('Copy value').click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('North')
})

it('a chart fills the screen, and leaves it again', async () => {
  await menuButton('barchart').click()
  await item('Full screen').click()
  const filled = () => page.locator('#barchart .understudy-embed').evaluate((box) => document.fullscreenElement === box)
  await expect.poll(filled).toBe(true)
  await menuButton('barchart').click()
  await item('Leave full screen').click()
  await expect.poll(filled).toBe(false)
})

/** Colours of a picture, by how often they are in it. */
const colorsOf = (picture: string) =>
  page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    const found: Record<string, number> = {}
    for (let at = 0; at < data.length; at += 4) {
      const color = `${data[at]},${data[at + 1]},${data[at + 2]}`
      found[color] = (found[color] ?? 0) + 1
    }
    return found
  }, picture)

it.each([
  ['barchart', '31,111,139', 5000],
  ['treemap', '217,130,43', 5000],
  ['kpi', '31,111,139', 300],
])('a picture of %s has what is seen', async (id, color, pixels) => {
  await menuButton(id).click()
  const [download] = await Promise.all([page.waitForEvent('download'), item('Export as image').click()])
  expect(download.suggestedFilename()).toBe('the chart.png')
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const colors = await colorsOf(Buffer.concat(chunks).toString('base64'))
  expect(colors[color]).toBeGreaterThan(pixels)
  expect(colors['255,255,255']).toBeGreaterThan(pixels)
})

it('a picture leaves out what is cut off on the page, and tables offer none', async () => {
  const other = await openCharts(browser, app, ['kpi', 'table', 'pivot-table'])
  await other.locator('#kpi .understudy-content').evaluate((content) => {
    const inner = Object.assign(document.createElement('div'), { className: 'inner' })
    inner.style.cssText = 'width: 200px; height: 200px; background: rgb(1, 2, 3)'
    const outer = document.createElement('div')
    outer.style.cssText = 'position: absolute; inset: 0 auto auto 0; width: 20px; height: 20px; overflow: hidden'
    outer.append(inner)
    content.append(outer)
  })
  const imageItem = other.getByRole('menuitem', { name: 'Export as image' })
  await other.locator('#kpi .understudy-menu').click()
  const [download] = await Promise.all([other.waitForEvent('download'), imageItem.click()])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  expect((await colorsOf(Buffer.concat(chunks).toString('base64')))['1,2,3']).toBe(40 * 40)
  for (const id of ['table', 'pivot-table']) {
    await other.locator(`#${id} .understudy-menu`).click()
    await other.getByRole('menuitem', { name: 'View data' }).waitFor()
    expect(await imageItem.count()).toBe(0)
    await other.keyboard.press('Escape')
  }
  await other.close()
})

it('who may not export is told so', async () => {
  await menuButton('barchart').click()
  await item('Export data (CSV)').click()
  await dialog().getByRole('alert').getByText('This did not work').waitFor()
  await dialog().getByRole('button', { name: 'Close' }).click()
  await dialog().waitFor({ state: 'detached' })
})

it('the context of an element decides whether there is one, and its language what it says', async () => {
  const bars = chart('barchart', ['Month'], ['Sum(Amount)'])
  const still = `context___json='{"interactions":{"active":false}}'`
  const other = await app.open(
    browser.context,
    `${embed('still', `${bars} ${still}`)}${embed('german', `${bars} language="de-DE"`)}<div lang="ja">${embed('japanese', bars)}</div>
     ${embed('swedish', 'ui="analytics/chart" object-id="qlik-date-picker" language="sv-SE"')}
     ${embed('none', `${chart('barchart', ['Region'], ['=Sum(Amount) * 0'])} properties='{"qHyperCubeDef":{"qSuppressZero":true}}' language="fr-FR"`)}`,
  )
  for (const id of ['still', 'german', 'japanese']) await waitUntilShown(other.locator(`#${id}`))
  expect(await other.locator('#still .understudy-menu').count()).toBe(0)
  await other.locator('#german .understudy-menu').click()
  await other.getByRole('menuitem', { name: 'Daten anzeigen' }).waitFor()
  await other.keyboard.press('Escape')
  await other.locator('#japanese .understudy-menu').click()
  await other.getByRole('menuitem', { name: 'データを表示' }).waitFor()
  await other.keyboard.press('Escape')
  await other.locator('#swedish').getByText('Från').waitFor()
  await other.locator('#none').getByText('Aucune donnée pour les sélections actuelles').waitFor()
  await other.close()
})
