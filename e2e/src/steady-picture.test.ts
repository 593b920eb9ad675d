import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { waitForDrawing } from './harness/dashboard.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, chart, type EmbedPage, embed, openEmbedPage, waitUntilShown } from './harness/embed-page.js'

const demo = inject('demo')

let browser: TestBrowser
let embeds: EmbedPage

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
  embeds = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  await embeds.show(
    embed('chart', chart('barchart', ['[Region]'], ['[Flights]'])) +
      embed('field', 'ui="analytics/field" field-id="Month"'),
  )
  await waitUntilShown(embeds.page.locator('#chart'))
  await waitForDrawing(embeds.page, '#chart')
})
afterAll(() => browser.close())

interface Frames {
  /** How many frames have been looked at. */
  readonly seen: number
  /** How many of them showed nothing, or a loading state. */
  readonly blank: number
  /** How many pictures there were, one after the other. */
  readonly pictures: number
}

/** Looks at every frame of the chart from now on: whether any visible canvas has ink. */
const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const frames = { seen: 0, blank: 0, pictures: 0, stop: false }
    let last: Element | null = null
    const hasInk = (canvas: HTMLCanvasElement): boolean => {
      if (canvas.width === 0 || canvas.height === 0 || getComputedStyle(canvas).visibility !== 'visible') return false
      const pixels = canvas
        .getContext('2d', { willReadFrequently: true })
        ?.getImageData(0, 0, canvas.width, canvas.height)
      return pixels?.data.some((value, index) => index % 4 === 3 && value > 0) ?? false
    }
    const look = (): void => {
      if (frames.stop) return
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('#chart canvas')]
      const visible = canvases.find(hasInk)
      const picture = visible?.closest('.njs-viz') ?? null
      frames.seen += 1
      if (visible === undefined) frames.blank += 1
      if (picture !== last) frames.pictures += 1
      last = picture
      requestAnimationFrame(look)
    }
    Object.assign(window, { frames })
    requestAnimationFrame(look)
  })

const framesSeen = (page: Page): Promise<Frames> =>
  page.evaluate(() => {
    const { frames } = window as unknown as { frames: Frames & { stop: boolean } }
    frames.stop = true
    return frames
  })

const setAttribute = (name: string, value: string) => (page: Page) =>
  page
    .locator('#chart')
    .evaluate((element, [key, text]) => element.setAttribute(key as string, text as string), [name, value])

const select = (months: readonly string[]) => (page: Page) =>
  page.locator('#field').evaluate(async (element, texts) => {
    const api = await (
      element as unknown as {
        getRefApi(): Promise<{ getField(): Promise<{ selectValues(v: object[], t: boolean, s: boolean): unknown }> }>
      }
    ).getRefApi()
    const values = texts.map((qText) => ({ qText }))
    await (await api.getField()).selectValues(values, false, true)
  }, months)

const resize = (page: Page): Promise<void> =>
  page
    .locator('.box')
    .first()
    .evaluate(async (box) => {
      for (const height of [...Array(30).keys()].map((step) => 300 + 8 * step)) {
        box.setAttribute('style', `height: ${height}px`)
        await new Promise(requestAnimationFrame)
      }
      box.setAttribute('style', 'height: 180px')
    })

const twoTypes = async (page: Page): Promise<void> => {
  await setAttribute('type', 'piechart')(page)
  await setAttribute('type', 'barchart')(page)
}

it.each([
  ['its type', setAttribute('type', 'linechart'), 2],
  ['its data', setAttribute('dimensions', '["[Month]"]'), 2],
  ['its type twice', twoTypes, 2],
  ['its size', resize, 1],
  ['with a selection', select(['Feb', 'Mar']), 1],
])('a chart that changes %s is never blank', async (_, change, pictures) => {
  const { page } = embeds
  await watchFrames(page)
  await change(page)
  // Long enough for the change to arrive and to be drawn; an element that changes is busy meanwhile.
  await page.waitForTimeout(1000)
  await waitUntilShown(page.locator('#chart'))
  await page.waitForTimeout(1000)
  const frames = await framesSeen(page)
  expect(frames.seen).toBeGreaterThan(10)
  expect(frames.blank).toBe(0)
  expect(frames.pictures).toBeGreaterThanOrEqual(pictures)
  expect(await page.locator('#chart .understudy-layer').count()).toBe(1)
  expect(await alertIn(page).count()).toBe(0)
})

it('a chart that fails takes the place of the picture before it', async () => {
  const { page } = embeds
  await setAttribute('measures', '["=Nonsense(1)"]')(page)
  await alertIn(page.locator('#chart')).getByText('EMBED-EXPRESSION').waitFor()
  expect(await page.locator('#chart .understudy-layer').count()).toBe(1)
  await setAttribute('measures', '["[Flights]"]')(page)
  await waitUntilShown(page.locator('#chart'))
  await waitForDrawing(page, '#chart')
})
