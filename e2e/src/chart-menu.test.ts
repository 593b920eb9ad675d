import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everyType, openCharts, salesApp } from './harness/chart-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { chart, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

let browser: TestBrowser
let app: VisitedApp
let page: Page
const withData = ['barchart', 'table', 'treemap', 'pivot-table', 'boxplot', 'kpi']

beforeAll(async () => {
  app = await startVisitedApp('menus', salesApp(everyType))
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
