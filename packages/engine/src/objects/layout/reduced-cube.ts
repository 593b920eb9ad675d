import { UnderstudyError } from '@understudy/contract'
import { type Json, type JsonObject, numberOf } from '../../json.js'
import { mapOneByOne } from '../../turns.js'
import { clampedPage, type Page, refuseLargePages } from '../data-page.js'
import { cubeOfRows } from './cube-of-rows.js'
import { allRows, type EvaluatedCube, straightPages } from './evaluated-cube.js'
import { outline } from './outline.js'

/** By how much rows become fewer: not at all, so that they fit a page, or to one of this many. */
export type Reduction = 'none' | 'fit' | number

const none: ReadonlySet<Json> = new Set<Json>(['N', 'DATA_REDUCTION_NONE', 0])
const ofLines: ReadonlySet<Json> = new Set<Json>(['D1', 'DATA_REDUCTION_ONEDIM', 1, 'ST', 'DATA_REDUCTION_STACKED', 4])

/** Beyond it nothing is left to halve. */
const mostHalvings = 30

/**
 * Reads `qZoomFactor` (rows are halved this often; -1 for as few as fit a page) and `qReductionMode`.
 *
 * @throws UnderstudyError `QIX-UNSUPPORTED` for clouds of points, which have a call of their own
 */
export const reductionOf = (zoomFactor: Json, mode: Json): Reduction => {
  if (none.has(mode)) return 'none'
  if (!ofLines.has(mode))
    throw new UnderstudyError('QIX-UNSUPPORTED', 'qReductionMode is N, D1 or ST: GetHyperCubeBinnedData counts points')
  const zoom = Math.trunc(numberOf(zoomFactor) ?? -1)
  if (zoom === 0) return 'none'
  return zoom < 0 ? 'fit' : 2 ** Math.min(zoom, mostHalvings)
}

/**
 * Pages of a cube of so few rows that they keep no more than its shape, as along a scroll bar. What fits a page is not reduced.
 *
 * @throws UnderstudyError `QIX-PAGES-TOO-LARGE` for a cube of too many rows
 */
export const reducedPages = async (
  cube: EvaluatedCube,
  pages: readonly Page[],
  reduction: Reduction,
): Promise<readonly JsonObject[]> => {
  const { result, columns, definition } = cube
  const fits = ({ height }: Page): boolean => result.rowCount <= height
  if (reduction === 'none' || pages.every(fits)) return straightPages(cube, pages)
  refuseLargePages(pages.map((page) => clampedPage(page, columns, result.rowCount)))
  const rows = await allRows(result)
  const outlines = new Map<number, ReturnType<typeof outline>>()
  const keptOf = (most: number): ReturnType<typeof outline> => {
    const kept = outlines.get(most) ?? outline(rows, most, definition.dimensions.length)
    outlines.set(most, kept)
    return kept
  }
  const reduced = await mapOneByOne(pages, async (page) => {
    if (fits(page)) return straightPages(cube, [page])
    const kept = keptOf(reduction === 'fit' ? page.height : Math.ceil(rows.length / reduction))
    const answered = await straightPages(cubeOfRows(cube, kept), [page])
    return answered.map((one) => ({ ...one, qIsReduced: kept.length < rows.length }))
  })
  return reduced.flat()
}
