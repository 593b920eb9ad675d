import type { Doc, GenericObject } from '@qlik/api/qix'
import { drawCell } from '../chart/draw-cell.js'
import { type EmbedFailure, embedError, isNotFound } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import type { CommonProps, EmbedContext } from '../props/embed-props.js'
import { focusSheet, hasFocus } from '../sheet/keep-focus.js'
import { onOpenSheet } from '../sheet/open-sheet.js'
import { cellStyle, gridStyle, inReadingOrder, type SheetCell, type SheetLayout } from '../sheet/sheet-grid.js'
import type { MountedUi, UiMount } from './ui.js'

/** A sheet on the page. */
interface DrawnSheet {
  readonly sheet: GenericObject
  readonly box: HTMLElement
  readonly destroy: () => Promise<void>
}

type SheetMount = UiMount<CommonProps & { readonly sheetId: string }>

/** `analytics/sheet`: the objects of a sheet, each isolated from the failures of the others. What is in it may ask for another. */
export const mountSheet = async (mount: SheetMount): Promise<MountedUi> => {
  const { props, shell, fail } = mount
  let ended = false
  let shown = await drawSheet(mount, props.sheetId)
  const open = async (sheetId: string): Promise<void> => {
    if (ended) return
    const former = shown
    shown = await drawSheet(mount, sheetId)
    if (hasFocus(former.box)) focusSheet(shown.box)
    await former.destroy()
  }
  let opened = Promise.resolve()
  onOpenSheet(shell.content, (sheetId) => {
    // Where one cannot be had, the former one stays until the embed ends, and is then taken away.
    opened = opened.then(() => open(sheetId)).catch((error) => fail(toFailure(error)))
  })
  return {
    refApi: {
      getObject: async () => {
        await opened
        return shown.sheet
      },
    },
    destroy: async () => {
      ended = true
      await opened
      await shown.destroy()
    },
  }
}

const drawSheet = async ({ props, doc, shell, report }: SheetMount, sheetId: string): Promise<DrawnSheet> => {
  const sheet = await getSheet(doc, sheetId)
  const layout = (await sheet.getLayout()) as SheetLayout
  const box = document.createElement('div')
  box.className = 'understudy-sheet-box'
  box.dataset.sheetId = sheetId
  const grid = document.createElement('div')
  grid.className = 'understudy-sheet'
  setStyle(grid, gridStyle(layout))
  box.append(grid)
  shell.content.append(box)
  shell.showContent()
  const cells = inReadingOrder(layout.cells ?? []).map((cell) => mountCell(doc, grid, cell, props.context, report))
  return {
    sheet,
    box,
    destroy: async () => {
      box.remove()
      await Promise.all(cells.map(async (cell) => (await cell).destroy()))
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
