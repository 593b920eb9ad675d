import type { Doc, GenericObject } from '@qlik/api/qix'
import { drawChart } from '../chart/draw-chart.js'
import { createEmbedBox } from '../dom/embed-box.js'
import { createShell } from '../dom/shell.js'
import { type EmbedFailure, embedError, isNotFound } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { isDarkTheme } from '../nebula/themes.js'
import type { CommonProps, EmbedContext } from '../props/embed-props.js'
import { cellStyle, gridStyle, inReadingOrder, type SheetCell, type SheetLayout } from '../sheet/sheet-grid.js'
import type { MountedUi, UiMount } from './ui.js'

const nothingPossible = 'No data for the current selections'

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
  const box = createEmbedBox(place)
  // The grid gives the height; a cell must not push its row.
  box.setOwnHeight('0')
  const shell = createShell(box)
  shell.setDark(isDarkTheme(context.theme))
  shell.showLoading()
  const fail = (failure: EmbedFailure): void => {
    shell.showFailure(failure)
    report(failure)
  }
  try {
    return await drawChart(doc, { objectId: cell.name }, context, {
      element: shell.content,
      onDrawn: shell.showContent,
      onEmpty: () => shell.showEmpty(nothingPossible),
      onFailure: fail,
    })
  } catch (error) {
    fail(toFailure(error))
    return { destroy: async () => undefined }
  }
}

const setStyle = (element: HTMLElement, style: Readonly<Record<string, string>>): void => {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value)
}
