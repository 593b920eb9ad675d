import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawnIn, everyType, openCharts, pixelsOf, salesApp } from './harness/chart-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

let browser: TestBrowser
let app: VisitedApp

beforeAll(async () => {
  app = await startVisitedApp('looks', salesApp(everyType))
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const setLooks = (page: Page, looks: Readonly<Record<string, string>>) =>
  page.evaluate((properties) => {
    for (const [name, value] of Object.entries(properties)) document.documentElement.style.setProperty(name, value)
  }, looks)

const styleOf = (page: Page, selector: string, property: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)

/** Charts whose colours come from the theme's palette. */
const coloured = ['barchart', 'combochart', 'piechart', 'mekkochart']

it('charts are in colours that are seen on dark ground', async () => {
  const page = await openCharts(browser, app, [...coloured, 'kpi', 'listbox', 'sn-org-chart'], 'dark')
  for (const id of coloured) {
    await expect.poll(() => pixelsOf(page, id, [0x33, 0x7f, 0x9c]), { timeout: 20_000 }).toBeGreaterThan(1000)
    expect(await pixelsOf(page, id, [0x1f, 0x6f, 0x8b])).toBe(0)
  }
  expect(await styleOf(page, '#kpi .understudy-embed', 'background-color')).toBe('rgb(27, 34, 42)')
  await expect.poll(() => styleOf(page, '#kpi :text("23.54k")', 'color')).toBe('rgb(51, 127, 156)')
  const backgrounds = await page
    .locator('#listbox .understudy-content *, #sn-org-chart .understudy-content *')
    .evaluateAll((elements) => elements.map((element) => getComputedStyle(element).backgroundColor))
  expect(backgrounds).toContain('rgb(43, 52, 62)')
  for (const strange of ['rgb(255, 255, 255)', 'rgb(50, 50, 50)', 'rgb(51, 51, 51)'])
    expect(backgrounds).not.toContain(strange)
  await page.close()
})

it('a page gives its looks by custom properties, and changes them while charts are open', async () => {
  const page = await openCharts(browser, app, ['barchart', 'piechart', 'kpi', 'gauge', 'table'])
  const ofTheme = [0x1f, 0x6f, 0x8b] as const
  await expect.poll(() => pixelsOf(page, 'barchart', ofTheme), { timeout: 20_000 }).toBeGreaterThan(1000)

  await setLooks(page, {
    '--understudy-chart-colors': 'rgb(120, 20, 90), #0a6, oklch(0.7 0.15 60)',
    '--understudy-text-color': 'rgb(10, 20, 130)',
    '--understudy-background': '#fff8ee',
    '--understudy-radius': '14px',
    '--understudy-font': 'Georgia, serif',
    '--understudy-density': '1.5',
  })
  await expect.poll(() => pixelsOf(page, 'barchart', [120, 20, 90]), { timeout: 20_000 }).toBeGreaterThan(1000)
  expect(await pixelsOf(page, 'barchart', ofTheme)).toBe(0)
  await expect.poll(() => pixelsOf(page, 'piechart', [0x00, 0xaa, 0x66])).toBeGreaterThan(500)
  await expect.poll(() => styleOf(page, '#kpi :text("23.54k")', 'color')).toBe('rgb(120, 20, 90)')
  await expect
    .poll(() => page.locator('#gauge path[fill="rgb(120,20,90)"], #gauge path[fill="#78145a"]').count())
    .toBe(1)
  expect(await styleOf(page, '#gauge .value', 'fill')).toBe('rgb(10, 20, 130)')
  expect(await styleOf(page, '#kpi .understudy-embed', 'background-color')).toBe('rgb(255, 248, 238)')
  expect(await styleOf(page, '#kpi .understudy-embed', 'border-top-left-radius')).toBe('14px')
  expect(await styleOf(page, '#gauge .understudy-embed', 'font-size')).toBe('21px')
  await expect.poll(() => styleOf(page, '#table :text("North")', 'font-family')).toContain('Georgia')
  await expect.poll(() => styleOf(page, '#table :text("North")', 'font-size')).toBe('18px')
  await screenshot(page, 'page-looks')

  await setLooks(page, { '--understudy-chart-colors': 'no colour' })
  await expect.poll(() => pixelsOf(page, 'barchart', ofTheme)).toBeGreaterThan(1000)
  await page.close()
})

it('charts follow the page also after another life of the embed, and where pages take transitions from everything', async () => {
  const page = await openCharts(browser, app, ['barchart'])
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important }' })
  await setLooks(page, { '--understudy-chart-colors': 'rgb(120, 20, 90)' })
  await expect.poll(() => pixelsOf(page, 'barchart', [120, 20, 90]), { timeout: 20_000 }).toBeGreaterThan(1000)

  await page.locator('#barchart').evaluate((element) => element.setAttribute('theme', 'dark'))
  await expect.poll(() => styleOf(page, '#barchart .understudy-embed', 'color-scheme')).toBe('dark')
  await waitUntilShown(page.locator('#barchart'))
  await expect.poll(() => page.locator('#barchart .understudy-layer').count()).toBe(1)
  await expect.poll(() => pixelsOf(page, 'barchart', [120, 20, 90]), { timeout: 20_000 }).toBeGreaterThan(1000)
  await setLooks(page, { '--understudy-chart-colors': 'rgb(20, 120, 90)' })
  await expect.poll(() => pixelsOf(page, 'barchart', [20, 120, 90]), { timeout: 20_000 }).toBeGreaterThan(1000)
  expect(await page.locator('#barchart .understudy-looks-probe').count()).toBe(1)
  await page.close()
})

it('colours of a page that let something shine through are blended with what is behind', async () => {
  const page = await openCharts(browser, app, ['barchart'])
  const paper = () => styleOf(page, '#barchart .understudy-menu', 'background-color')
  await expect.poll(paper).toBe('rgb(255, 255, 255)')
  await setLooks(page, {
    '--understudy-chart-colors': 'rgba(0, 0, 0, .2)',
    '--understudy-background': 'transparent',
    '--understudy-accent-color': '#fd0',
  })
  const pixels = async () =>
    (await pixelsOf(page, 'barchart', [204, 204, 204])) + (await pixelsOf(page, 'barchart', [203, 203, 203]))
  await expect.poll(pixels, { timeout: 20_000 }).toBeGreaterThan(1000)
  expect(await paper()).toBe('rgb(255, 255, 255)')
  expect(await styleOf(page, '#barchart .understudy-embed', '--understudy-on-accent')).toBe('#14191f')
  expect(await styleOf(page, '#barchart .understudy-embed', 'background-color')).toBe('rgba(0, 0, 0, 0)')

  await page.locator('#barchart').evaluate((element) => {
    const behind = element.closest<HTMLElement>('.box')
    if (behind) behind.style.background = 'rgb(0, 0, 200)'
  })
  await setLooks(page, { '--understudy-background': 'rgba(0, 0, 0, .5)', '--understudy-accent-color': '#036' })
  await expect.poll(paper).toMatch(/^rgb\(0, 0, (99|100)\)$/)
  expect(await styleOf(page, '#barchart .understudy-embed', '--understudy-on-accent')).toBe('#ffffff')
  await screenshot(page, 'page-looks-translucent')
  await page.close()
})

it('charts of values are sorted as their type does', async () => {
  const page = await openCharts(browser, app, ['qlik-funnel-chart-ext'])
  await expect
    .poll(async () => (await drawnIn(page, 'qlik-funnel-chart-ext')).text.replaceAll(/[^A-Z]/g, ''))
    .toMatch(/NSEWI/)
  await page.close()
})
