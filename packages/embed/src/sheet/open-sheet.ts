/** What the event of a wish to see a sheet says. */
export interface SheetWish {
  readonly sheetId: string
}

const eventName = 'understudy-open-sheet'

/**
 * Asks whatever an element lies in to show a sheet: the sheet that it is a part of, or else the page.
 */
export const openSheet = (element: HTMLElement, sheetId: string): void => {
  const detail: SheetWish = { sheetId }
  element.dispatchEvent(new CustomEvent(eventName, { detail, bubbles: true, composed: true }))
}

/**
 * Calls back when somebody within an element wants to see a sheet, before the sheet that is there hears of it; it does not
 * hear of it any more.
 */
export const takeOpenSheet = (element: HTMLElement, listener: (sheetId: string) => void): void =>
  listen(element, listener, true)

/** Calls back when somebody within an element wants to see a sheet; the page is not asked any more. */
export const onOpenSheet = (element: HTMLElement, listener: (sheetId: string) => void): void =>
  listen(element, listener, false)

const listen = (element: HTMLElement, listener: (sheetId: string) => void, capture: boolean): void =>
  element.addEventListener(
    eventName,
    (event) => {
      event.stopPropagation()
      listener((event as CustomEvent<SheetWish>).detail.sheetId)
    },
    { capture },
  )
