/** Whether an element has room; what is hidden has none. */
export const hasRoom = (element: HTMLElement): boolean => element.clientHeight > 0 && element.clientWidth > 0

/**
 * Calls back whenever an element has room anew, and at once if it has.
 *
 * @returns what stops it
 */
export const onRoom = (element: HTMLElement, callback: () => void): (() => void) => {
  let had = false
  const look = (): void => {
    const has = hasRoom(element)
    if (has && !had) callback()
    had = has
  }
  const sizes = new ResizeObserver(look)
  sizes.observe(element)
  look()
  return () => sizes.disconnect()
}

/** Resolves when an element has room: at once, or when what hides it shows it. */
export const untilRoom = (element: HTMLElement): Promise<void> =>
  new Promise((resolve) => {
    const stop = onRoom(element, () => {
      resolve()
      // Called before there is anything to stop where there is room at once.
      queueMicrotask(() => stop())
    })
  })
