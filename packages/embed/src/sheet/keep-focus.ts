const activeIn = (element: Element): Element | null => (element.getRootNode() as Document | ShadowRoot).activeElement

/** Whether an element has the keyboard's focus, or something in it. */
export const hasFocus = (element: Element): boolean => element.contains(activeIn(element))

/**
 * Gives the keyboard's focus to a sheet that takes the place of another, and to the entry of that sheet in its navigation menu
 * as soon as one is drawn. Somebody who goes elsewhere meanwhile stays there.
 */
export const focusSheet = (box: HTMLElement): void => {
  box.tabIndex = -1
  box.focus({ preventScroll: true })
  const drawing = new MutationObserver(() => {
    // What is still being drawn cannot take it.
    box.querySelector<HTMLElement>('[aria-current="page"]')?.focus({ preventScroll: true })
  })
  drawing.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ['inert'] })
  box.addEventListener(
    'blur',
    () => {
      drawing.disconnect()
      box.removeAttribute('tabindex')
    },
    { once: true },
  )
}
