import { UnderstudyError } from '@understudy/contract'
import { type Json, type JsonObject, numberOf, objectOf } from '../json.js'
import { limits } from '../limits.js'

/** A rectangle of cells: QIX's `NxPage`. */
export interface Page {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** As QIX clients know the limit. */
const maxCells = limits.cells.most

const natural = (value: Json | undefined): number => Math.max(Math.trunc(numberOf(value) ?? 0), 0)

/** Reads an array of `NxPage`; whatever is not a number counts as zero. */
export const parsePages = (values: readonly Json[]): readonly Page[] =>
  values.map(objectOf).map((page) => ({
    left: natural(page.qLeft),
    top: natural(page.qTop),
    width: natural(page.qWidth),
    height: natural(page.qHeight),
  }))

/** The part of a page that lies on a table of this size. */
export const clampedPage = ({ left, top, width, height }: Page, columns: number, rows: number): Page => {
  const x = Math.min(left, columns)
  const y = Math.min(top, rows)
  return { left: x, top: y, width: Math.min(width, columns - x), height: Math.min(height, rows - y) }
}

/** Clients ask for a few. */
const maxPages = limits.pages.most

/** @throws UnderstudyError `QIX-PAGES-TOO-LARGE` where the pages hold more cells than one call may ask for. */
export const refuseLargePages = (pages: readonly Page[]): void => {
  if (pages.length > maxPages)
    throw new UnderstudyError('QIX-PAGES-TOO-LARGE', `${pages.length} pages were asked for, ${maxPages} are allowed`)
  const cells = pages.reduce((sum, { width, height }) => sum + width * height, 0)
  if (cells > maxCells)
    throw new UnderstudyError('QIX-PAGES-TOO-LARGE', `${cells} cells were asked for, ${maxCells} are allowed per call`)
}

/** `qArea` of an answered page. */
export const areaLayout = ({ left, top, width, height }: Page): JsonObject => ({
  qLeft: left,
  qTop: top,
  qWidth: width,
  qHeight: height,
})
