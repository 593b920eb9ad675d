import { type SheetItem, sheetTitle } from '../sheet/sheet-list.js'
import { sheetPicture } from '../sheet/sheet-picture.js'
import { child } from './child.js'

/** The overview of an app's sheets. */
export interface Overview {
  readonly show: () => void
  readonly hide: () => void
  /** Moves the keyboard's focus to a sheet. */
  readonly focus: (sheetId: string) => void
}

/**
 * Builds the overview: each sheet with its title, its description and a small picture.
 *
 * @param open called with the id of the sheet that a person chooses
 */
export const createOverview = (
  page: HTMLElement,
  appTitle: string,
  sheets: readonly SheetItem[],
  open: (sheetId: string) => void,
): Overview => {
  const overview = child(page, 'section', 'overview')
  overview.hidden = true
  child(overview, 'h1', '', appTitle)
  if (sheets.length === 0) child(overview, 'p', 'empty', 'This app has no sheets.')
  const list = child(overview, 'ul', 'cards')
  const cards = new Map(sheets.map((sheet) => [sheet.qInfo.qId, createCard(list, sheet, open)]))
  return {
    show: () => {
      overview.hidden = false
    },
    hide: () => {
      overview.hidden = true
    },
    focus: (sheetId) => cards.get(sheetId)?.focus(),
  }
}

const createCard = (list: HTMLElement, sheet: SheetItem, open: (sheetId: string) => void): HTMLElement => {
  const card = child(child(list, 'li'), 'button', 'card')
  card.setAttribute('type', 'button')
  child(card, 'span', 'picture').append(sheetPicture(sheet.qData ?? {}))
  child(card, 'span', 'title', sheetTitle(sheet))
  if (sheet.qMeta?.description) child(card, 'span', 'description', sheet.qMeta.description)
  card.addEventListener('click', () => open(sheet.qInfo.qId))
  return card
}
