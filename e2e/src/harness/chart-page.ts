import type { Page } from 'playwright-core'
import { chartSamples, type Properties, salesSql, salesVariables } from './chart-samples.js'
import type { TestBrowser } from './chromium.js'
import { embed, waitUntilShown } from './embed-page.js'
import type { VisitedApp } from './visited-app.js'

/** An object with an id, and nothing else that it could do without. */
export const objectOf = (id: string, type: string, properties: Properties) => ({
  qInfo: { qId: id, qType: type },
  visualization: type,
  ...properties,
})

/** An object with its children. */
export interface WrittenObject {
  readonly id: string
  readonly type: string
  readonly properties: Properties
  readonly children?: readonly (Properties & { readonly type: string })[]
}

const treeOf = ({ id, type, properties, children = [] }: WrittenObject) => ({
  qProperty: objectOf(id, type, properties),
  qChildren: children.map(({ type: childType, ...child }, index) => ({
    qProperty: objectOf(`${id}-${index}`, childType, child),
    qChildren: [],
  })),
})

/** One sample of every chart type, which has the type for its id. */
export const everyType: readonly WrittenObject[] = Object.entries(chartSamples).map(([type, sample]) => ({
  id: type,
  type,
  ...sample,
}))

/** Files of an app over the sales with these objects. */
export const salesApp = (objects: readonly WrittenObject[]): Readonly<Record<string, string>> => ({
  'data.sql': salesSql,
  'variables.json': salesVariables,
  'objects/sheet.json': JSON.stringify({
    qProperty: { qInfo: { qId: 'sheet', qType: 'sheet' }, qMetaDef: { title: 'All' }, qChildListDef: { qData: {} } },
    qChildren: objects.map(treeOf),
  }),
})

/** Opens a page of some objects, in one or more columns as there is room. */
export const openCharts = async (
  { context }: TestBrowser,
  app: VisitedApp,
  ids: readonly string[],
  theme: 'light' | 'dark' = 'light',
  prepare?: (page: Page) => void,
): Promise<Page> => {
  const columns = 'display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr))'
  const colours = theme === 'dark' ? 'background:#1b222a;color:#fff' : 'background:#fff'
  const embeds = ids.map((id) => embed(id, `ui="analytics/chart" object-id="${id}" theme="${theme}"`))
  const page = await app.open(
    context,
    `<div style="${colours};padding:12px;${columns}">${embeds.join('')}</div>`,
    prepare,
  )
  for (const id of ids) await waitUntilShown(page.locator(`#${id}`))
  return page
}

/** What the page shows of a chart: pixels with ink on its canvases, shapes of its drawings, and its text. */
export const drawnIn = (page: Page, id: string) =>
  page
    .locator(`#${id} .njs-viz`)
    .first()
    .evaluate((chart) => ({
      ink: [...chart.querySelectorAll('canvas')]
        .filter(({ width, height }) => width > 0 && height > 0)
        .map((canvas) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])
        .reduce((sum, pixels) => sum + [...pixels].filter((value, at) => at % 4 === 3 && value > 0).length, 0),
      shapes: [...chart.querySelectorAll('svg path, svg rect, svg circle')].filter(
        (shape) => shape.getBoundingClientRect().width > 3,
      ).length,
      text: chart.textContent ?? '',
      inputs: [...chart.querySelectorAll('input')].map(({ value }) => value),
    }))

/** What {@link drawnIn} found. */
export type Drawn = Awaited<ReturnType<typeof drawnIn>>

/** How many pixels of a chart's canvases have exactly this colour. */
export const pixelsOf = (
  page: Page,
  id: string,
  [red, green, blue]: readonly [number, number, number],
): Promise<number> =>
  page.locator(`#${id} canvas`).evaluateAll(
    (canvases, [r, g, b]) =>
      (canvases as HTMLCanvasElement[])
        .filter(({ width, height }) => width > 0 && height > 0)
        .map((canvas) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])
        .reduce((sum, data) => {
          let found = 0
          for (let at = 0; at < data.length; at += 4)
            if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) found++
          return sum + found
        }, 0),
    [red, green, blue] as const,
  )
