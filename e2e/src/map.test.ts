import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCharts, pixelsOf, salesApp, type WrittenObject } from './harness/chart-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { alertIn, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

const cube = (dimension: string, ...measures: readonly string[]) => ({
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: [dimension] } }],
    qMeasures: measures.map((qDef) => ({ qDef: { qDef } })),
  },
})
const key = (expression: string) => ({ key: expression, label: '', type: 'expression' })
const shape = (name: string, west: number) => ({
  type: 'Feature',
  properties: { name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 40],
        [west, 50],
        [west + 9, 50],
        [west + 9, 40],
        [west, 40],
      ],
    ],
  },
})

const objects: readonly WrittenObject[] = [
  {
    id: 'cities',
    type: 'map',
    properties: {
      ...cube('City', 'Sum(Inhabitants)'),
      layerType: 'PointLayer',
      locationOrLatitude: 'Latitude',
      longitude: 'Longitude',
    },
  },
  { id: 'countries', type: 'map', properties: cube('Country', 'Sum(Inhabitants)') },
  {
    id: 'stored',
    type: 'map',
    properties: {
      title: 'Ways',
      gaLayers: [
        {
          type: 'LineLayer',
          ...cube('City'),
          isLatLong: true,
          locationOrLatitude: key('=Latitude'),
          longitude: key('=Longitude'),
          endPoint: { locationOrLatitude: key("'[0,0]'") },
        },
        { type: 'AreaLayer', visible: false, ...cube('Country') },
        { type: 'PointLayer', ...cube('Country', 'Sum(Inhabitants)'), size: { expression: key('Sum(Inhabitants)') } },
      ],
    },
  },
  {
    id: 'shapes',
    type: 'map',
    properties: {
      ...cube('Country', 'Sum(Inhabitants)'),
      geojson: { type: 'FeatureCollection', features: [shape('France', 0), shape('Spain', 10)] },
    },
  },
  {
    id: 'texts',
    type: 'map',
    properties: {
      ...cube('City'),
      locationOrLatitude: '=\'{"type":"Point","coordinates":[\' & Longitude & \',\' & Latitude & \']}\'',
    },
  },
  {
    id: 'lost',
    type: 'map',
    properties: cube("=If(Country='DE','Nowhere at all',Country)", 'Sum(Inhabitants)'),
  },
  {
    id: 'broken',
    type: 'map',
    properties: {
      ...cube('City'),
      locationOrLatitude: "=If(City='Paris', '[[[[1,2],[3,4],[1,2]]],null]', '[' & Longitude & ',' & Latitude & ']')",
    },
  },
  { id: 'table', type: 'table', properties: cube('City', 'Sum(Inhabitants)') },
]

let browser: TestBrowser
let app: VisitedApp
let page: Page
const [errors, asked]: [string[], string[]] = [[], []]

beforeAll(async () => {
  app = await startVisitedApp('maps', salesApp([...objects, ...failing]))
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 900 })
  const ids = objects.map(({ id }) => id)
  page = await openCharts(browser, app, ids, 'light', (opened) => {
    opened.on('pageerror', (error) => errors.push(String(error)))
    opened.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    opened.on('request', (request) => asked.push(request.url()))
  })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const failing: readonly WrittenObject[] = [
  {
    id: 'expression',
    type: 'map',
    properties: { ...cube('City'), locationOrLatitude: '=Nonsense((', longitude: 'Longitude' },
  },
  { id: 'features', type: 'map', properties: { ...cube('Country'), geojson: { features: 5 } } },
]
const canvas = (id: string) => page.locator(`#${id} canvas`)
const status = (id: string) => page.locator(`#${id} .understudy-map [role="status"]`)
const tableOf = (id: string) => page.locator(`#${id} table.understudy-hidden tr`).allTextContents()
const shownCities = async () => {
  const cells = await page.locator('#table').innerText()
  return ['Paris', 'Berlin', 'Madrid'].filter((city) => cells.includes(city))
}
const clearAll = () =>
  page.evaluate(async () => {
    const embed = document.querySelector('#table') as unknown as {
      getRefApi: () => Promise<{
        getDoc: () => Promise<{ abortModal: (accept: boolean) => Promise<void>; clearAll: () => Promise<void> }>
      }>
    }
    const doc = await (await embed.getRefApi()).getDoc()
    await doc.abortModal(true)
    await doc.clearAll()
  })

/** A place on a canvas that has exactly this colour. */
const placeOf = (id: string, color: readonly [number, number, number]) =>
  canvas(id).evaluate((element, [red, green, blue]) => {
    const { width, height, clientWidth } = element as HTMLCanvasElement
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
    const isIt = (at: number) => data[at] === red && data[at + 1] === green && data[at + 2] === blue
    for (let at = 0; at < data.length; at += 4) {
      const inner = [0, 5 * 4, 5 * 4 * width, 5 * 4 * (width + 1)].every((further) => isIt(at + further))
      if (inner)
        return {
          x: ((at / 4) % width) * (clientWidth / width) + 2,
          y: Math.floor(at / 4 / width) * (clientWidth / width) + 2,
        }
    }
    return undefined
  }, color)

it('points, areas, lines and shapes of one’s own are drawn, each with the table of its values', async () => {
  await expect.poll(() => tableOf('cities')).toEqual(['CitySum(Inhabitants)', 'Berlin36', 'Madrid33', 'Paris21'])
  await expect.poll(() => tableOf('countries')).toEqual(['CountrySum(Inhabitants)', 'DE36', 'France21', 'Spain33'])
  await expect.poll(async () => (await tableOf('stored')).length).toBe(1 + 3 + 3)
  await expect.poll(() => tableOf('shapes')).toEqual(['CountrySum(Inhabitants)', 'DE36', 'France21', 'Spain33'])
  await expect.poll(async () => (await tableOf('texts')).slice(1)).toEqual(['Berlin', 'Madrid', 'Paris'])
  const darkest = [0x14, 0x4e, 0x63] as const
  for (const id of ['countries', 'shapes']) expect(await pixelsOf(page, id, darkest)).toBeGreaterThan(200)
  expect(await pixelsOf(page, 'cities', [0xee, 0xf1, 0xf5])).toBeGreaterThan(1000)
  await screenshot(page, 'map-1440')
})

it('the keyboard goes from value to value, and selects', async () => {
  await canvas('cities').focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => status('cities').textContent()).toBe('Berlin: 36')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => status('cities').textContent()).toBe('Paris: 21')
  await page.keyboard.press('Enter')
  await expect.poll(shownCities).toEqual(['Paris'])
  await clearAll()
  await expect.poll(shownCities).toHaveLength(3)
})

it('a click selects what is below it, and a lasso all within', async () => {
  const place = await placeOf('countries', [0x14, 0x4e, 0x63])
  await canvas('countries').hover({ position: place as { x: number; y: number } })
  await expect.poll(() => status('countries').textContent()).toBe('DE: 36')
  await canvas('countries').click({ position: place as { x: number; y: number } })
  await expect.poll(shownCities).toEqual(['Berlin'])
  await clearAll()
  await expect.poll(shownCities).toHaveLength(3)

  await page.locator('#cities').getByRole('button', { name: 'Lasso' }).click()
  const box = (await canvas('cities').boundingBox()) as { x: number; y: number; width: number; height: number }
  const to = (x: number, y: number) => page.mouse.move(box.x + box.width * x, box.y + box.height * y)
  await to(0.02, 0.02)
  await page.mouse.down()
  for (const [x, y] of [
    [0.7, 0.02],
    [0.7, 0.98],
    [0.02, 0.98],
  ] as const)
    await to(x, y)
  await page.mouse.up()
  await expect.poll(shownCities).toEqual(['Paris', 'Madrid'])
  await clearAll()
})

it('values without a place are told, in the language of the page, and those that have one are drawn', async () => {
  const note = (id: string) => page.locator(`#${id} .note`).textContent()
  await expect.poll(() => note('lost')).toBe('1 of 3 values have no place')
  expect((await tableOf('lost')).slice(1)).toEqual(['France21', 'Spain33'])
  await expect.poll(() => note('broken')).toBe('1 of 3 values have no place')
  expect((await tableOf('broken')).slice(1)).toEqual(['Berlin', 'Madrid'])
  expect(await note('cities')).toBe('')
})

it('a map that cannot tell where its values are says why', async () => {
  const other = await app.open(
    browser.context,
    failing.map(({ id }) => embed(id, `ui="analytics/chart" object-id="${id}" language="de-DE"`)).join(''),
  )
  await alertIn(other.locator('#expression')).getByText("'locationOrLatitude'").waitFor()
  await alertIn(other.locator('#features')).getByText('has no list of features').waitFor()
  await screenshot(other, 'map-failures')
  await other.close()
})

it('the wheel scrolls the page, and zooms with Ctrl or after a click into the map', async () => {
  const picture = () => canvas('texts').evaluate((element) => (element as HTMLCanvasElement).toDataURL())
  await canvas('texts').scrollIntoViewIfNeeded()
  await page.evaluate(() => document.body.style.setProperty('padding-bottom', '3000px'))
  const before = await picture()
  await canvas('texts').hover({ position: { x: 3, y: 3 } })
  const scrolled = () => page.evaluate(() => scrollY)
  const start = await scrolled()
  await page.mouse.wheel(0, 40)
  await expect.poll(scrolled).toBe(start + 40)
  expect(await picture()).toBe(before)

  await canvas('texts').hover({ position: { x: 3, y: 60 } })
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Control')
  await expect.poll(picture).not.toBe(before)
  await page.locator('#texts').getByRole('button', { name: 'Show all' }).click()
  await expect.poll(picture).toBe(before)

  await canvas('texts').click({ position: { x: 3, y: 60 } })
  await page.mouse.wheel(0, -100)
  await expect.poll(picture).not.toBe(before)
  expect(await scrolled()).toBe(start + 40)
  await page.locator('#texts').getByRole('button', { name: 'Show all' }).click()
  await page.mouse.move(0, 0)
  expect(await canvas('texts').evaluate((element) => getComputedStyle(element).touchAction)).toBe('pan-y')
})

it('one finger scrolls the page over a map, and two zoom', async () => {
  const other = await app.open(browser.context, '<main></main><div style="height: 3000px"></div>')
  const devtools = await browser.context.newCDPSession(other)
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 })
  await other.evaluate(
    (html) => {
      const main = document.querySelector('main')
      if (main) main.innerHTML = html
    },
    embed('touched', 'ui="analytics/chart" object-id="texts"'),
  )
  await waitUntilShown(other.locator('#touched'))
  const map = other.locator('#touched canvas')
  const picture = () => map.evaluate((element) => (element as HTMLCanvasElement).toDataURL())
  const scrolled = () => other.evaluate(() => scrollY)
  const box = (await map.boundingBox()) as { x: number; y: number; width: number; height: number }
  const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly (readonly [number, number])[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([left, top], id) => ({ x: left, y: top, id })),
    })
  await expect.poll(() => other.locator('#touched table tr').count()).toBe(4)
  const before = await picture()

  await touch('touchStart', [x - 20, y], [x + 20, y])
  for (const by of [30, 40, 50, 60]) await touch('touchMove', [x - by, y], [x + by, y])
  await touch('touchEnd')
  await expect.poll(picture).not.toBe(before)
  expect(await scrolled()).toBe(0)
  await other.locator('#touched').getByRole('button', { name: 'Show all' }).click()
  await expect.poll(picture).toBe(before)

  await touch('touchStart', [x, y + 100])
  for (const by of [80, 60, 40, 20, 0, -20, -40]) await touch('touchMove', [x, y + by])
  await touch('touchEnd')
  await expect.poll(scrolled).toBeGreaterThan(50)
  await other.close()
})

it('zooming shows less of the earth, and all again', async () => {
  await expect.poll(shownCities).toHaveLength(3)
  await page.mouse.move(0, 0)
  const land = () => pixelsOf(page, 'texts', [0xee, 0xf1, 0xf5])
  const picture = () => canvas('texts').evaluate((element) => (element as HTMLCanvasElement).toDataURL())
  await expect.poll(land).toBeGreaterThan(1000)
  const before = await picture()
  await page.locator('#texts').getByRole('button', { name: 'Zoom in' }).click()
  await expect.poll(picture).not.toBe(before)
  await page.locator('#texts').getByRole('button', { name: 'Show all' }).click()
  await expect.poll(picture).toBe(before)
})

it('nothing is asked of anybody but the page and the tenant, and no code fails', () => {
  expect(new Set(asked.filter((url) => /^(http|ws)/.test(url)).map((url) => new URL(url).hostname))).toEqual(
    new Set(['localhost', '127.0.0.1']),
  )
  expect(errors).toEqual([])
})
