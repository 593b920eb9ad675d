import { type SheetItem, sheetTitle } from '../sheet/sheet-list.js'
import { child } from './child.js'

/** The bar above a sheet: back to the overview, and a tab for each sheet. */
export interface SheetBar {
  /** Shows the bar, with the tab of a sheet as the selected one. */
  readonly show: (sheetId: string) => void
  readonly hide: () => void
  /** Moves the keyboard's focus to the tab of a sheet. */
  readonly focus: (sheetId: string) => void
}

/** What a person does with the bar. */
interface SheetBarActions {
  readonly open: (sheetId: string) => void
  readonly showOverview: () => void
}

/** How the arrow keys go through tabs (ARIA Authoring Practices, tabs). */
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }

/** Builds the bar, hidden. */
export const createSheetBar = (
  page: HTMLElement,
  sheets: readonly SheetItem[],
  { open, showOverview }: SheetBarActions,
): SheetBar => {
  const bar = child(page, 'nav', 'bar')
  bar.hidden = true
  const back = child(bar, 'button', 'back', 'All sheets')
  back.setAttribute('type', 'button')
  back.addEventListener('click', showOverview)
  const list = child(bar, 'div', 'tabs')
  list.setAttribute('role', 'tablist')
  const tabs = new Map(sheets.map((sheet) => [sheet.qInfo.qId, createTab(list, sheet, open)]))

  list.addEventListener('keydown', ({ key, target }) => {
    const ids = [...tabs.keys()]
    const step = Object.hasOwn(steps, key) ? steps[key] : undefined
    const current = ids.findIndex((id) => tabs.get(id) === target)
    if (step === undefined || current < 0) return
    const next = ids[(current + step + ids.length) % ids.length]
    if (next === undefined) return
    open(next)
    tabs.get(next)?.focus()
  })

  return {
    show: (sheetId) => {
      bar.hidden = false
      for (const [id, tab] of tabs) {
        tab.setAttribute('aria-selected', String(id === sheetId))
        tab.tabIndex = id === sheetId ? 0 : -1
      }
    },
    hide: () => {
      bar.hidden = true
    },
    focus: (sheetId) => tabs.get(sheetId)?.focus(),
  }
}

const createTab = (list: HTMLElement, sheet: SheetItem, open: (sheetId: string) => void): HTMLElement => {
  const tab = child(list, 'button', '', sheetTitle(sheet))
  tab.setAttribute('type', 'button')
  tab.setAttribute('role', 'tab')
  tab.addEventListener('click', () => open(sheet.qInfo.qId))
  return tab
}
