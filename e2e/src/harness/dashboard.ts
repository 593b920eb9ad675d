import type { Page } from 'playwright-core'

/** The part of a generic object that the tests read in the page. */
interface ChartObject {
  getLayout(): Promise<{ qHyperCube: { qDataPages: { qMatrix: { qNum: number }[][] }[]; qMode: string } }>
}

interface QlikEmbedElement extends HTMLElement {
  getRefApi(): Promise<{ getObject(): Promise<ChartObject>; getDoc(): Promise<{ clearAll(): Promise<void> }> }>
}

/** Selections outlive a page: another test, or another window of the same person, may have left some. */
export const clearSelections = (page: Page): Promise<void> =>
  page
    .locator('qlik-embed[ui="analytics/chart"]')
    .first()
    .evaluate(async (element) => {
      const { getDoc } = await (element as QlikEmbedElement).getRefApi()
      await (await getDoc()).clearAll()
    })

const format = (count: number): string => count.toLocaleString('en-US')

/** Waits until the tile of a key figure shows this count. */
export const waitForFigure = (page: Page, objectId: string, count: number): Promise<void> =>
  page.locator(`qlik-embed[object-id="${objectId}"]`).getByText(format(count), { exact: true }).waitFor()

/**
 * Sum of a chart's measure over all its bars, slices or points, read from the chart that is on the page.
 *
 * @param selector of the `<qlik-embed>`
 * @param column of the hypercube
 */
export const chartTotal = (page: Page, selector: string, column: number): Promise<number> =>
  page.locator(selector).evaluate(async (element, index) => {
    const { getObject } = await (element as QlikEmbedElement).getRefApi()
    const { qHyperCube } = await (await getObject()).getLayout()
    const rows = qHyperCube.qDataPages.flatMap((page) => page.qMatrix)
    return rows.reduce((sum, row) => sum + (row[index]?.qNum ?? 0), 0)
  }, column)

/** Waits until an embed has drawn something that is not blank. */
export const waitForDrawing = async (page: Page, selector: string): Promise<void> => {
  await page.locator(`${selector} canvas, ${selector} svg path`).first().waitFor()
  await page.waitForFunction((target) => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>(`${target} canvas`)]
    if (canvases.length === 0) return true
    return canvases.some((canvas) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      return pixels?.some((value, index) => index % 4 === 3 && value > 0)
    })
  }, selector)
}

const charts = ['chart-months', 'chart-delay-classes', 'chart-hours', 'chart-weekdays']

/** Waits until every chart of the dashboard has drawn. */
export const waitForDashboard = async (page: Page): Promise<void> => {
  for (const id of charts) await waitForDrawing(page, `qlik-embed[object-id="${id}"]`)
  await waitForDrawing(page, 'qlik-embed[type="barchart"]')
}
