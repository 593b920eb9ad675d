import type { Doc, GenericObject } from '@qlik/api/qix'
import { drawCell } from '../chart/draw-cell.js'
import { type EmbedFailure, embedError, isNotFound } from '../failure/embed-failure.js'
import type { CommonProps, EmbedContext } from '../props/embed-props.js'
import { cellStyle, gridStyle, inReadingOrder, type SheetCell, type SheetLayout } from '../sheet/sheet-grid.js'
import type { MountedUi, UiMount } from './ui.js'

/** `analytics/sheet`: the objects of a sheet, each isolated from the failures of the others. */
export const mountSheet = async ({
  props,
  doc,
  shell,
  report,
}: UiMount<CommonProps & { readonly sheetId: string }>): Promise<MountedUi> => {
  const sheet = await getSheet(doc, props.sheetId)
  const layout = (await sheet.getLayout()) as SheetLayout
  const box = document.createElement('div')
  box.className = 'understudy-sheet-box'
  const grid = document.createElement('div')
  grid.className = 'understudy-sheet'
  setStyle(grid, gridStyle(layout))
  box.append(grid)
  shell.content.append(box)
  shell.showContent()
  const cells = inReadingOrder(layout.cells ?? []).map((cell) => mountCell(doc, grid, cell, props.context, report))
  return {
    refApi: { getObject: async () => sheet },
    destroy: async () => {
      await Promise.all(cells.map(async (cell) => (await cell).destroy()))
      box.remove()
    },
  }
}

const getSheet = async (doc: Doc, sheetId: string): Promise<GenericObject> => {
  try {
    return await doc.getObject(sheetId)
  } catch (cause) {
    throw isNotFound(cause) ? embedError('EMBED-OBJECT', `The app has no sheet '${sheetId}'.`, { cause }) : cause
  }
}

const mountCell = async (
  doc: Doc,
  grid: HTMLElement,
  cell: SheetCell,
  context: EmbedContext,
  report: (failure: EmbedFailure) => void,
): Promise<MountedUi> => {
  const place = document.createElement('div')
  place.className = 'understudy-cell'
  setStyle(place, cellStyle(cell))
  grid.append(place)
  return { destroy: await drawCell(doc, place, cell.name, context, report) }
}

const setStyle = (element: HTMLElement, style: Readonly<Record<string, string>>): void => {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value)
}
