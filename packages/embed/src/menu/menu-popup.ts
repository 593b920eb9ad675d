import { html, styled } from '../charts/element.js'

/** An entry of a menu. */
export interface MenuItem {
  readonly label: string
  readonly act: () => void
}

/** Where a menu opens, in pixels of the window. */
export interface MenuPoint {
  readonly x: number
  readonly y: number
}

/** By which key the entry that many places further is focused. */
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Distance of a menu from the edges of the window, in pixels. */
const margin = 8

/**
 * Opens a menu. It closes when something is chosen, by Escape, by Tab, and when somebody presses elsewhere; where it closes
 * without the press, the focus is where it was.
 *
 * @param place element that it belongs to
 * @param onClosed called once it is closed
 */
export const openMenu = (
  place: HTMLElement,
  name: string,
  items: readonly MenuItem[],
  { x, y }: MenuPoint,
  onClosed: () => void,
): void => {
  const menu = html('div', { class: 'understudy-popup', role: 'menu', 'aria-label': name, popover: 'manual' })
  const root = place.getRootNode() as Document | ShadowRoot
  const before = root.activeElement as HTMLElement | null
  const close = (): void => {
    if (menu.isConnected) menu.hidePopover()
    before?.focus()
  }
  const buttons = items.map(({ label, act }) => {
    const button = html('button', { type: 'button', role: 'menuitem', tabindex: -1 }, label)
    button.addEventListener('click', () => {
      close()
      act()
    })
    return button
  })
  menu.append(...buttons)
  menu.addEventListener('keydown', (event) => {
    event.stopPropagation()
    const step = steps[event.key]
    const now = buttons.indexOf(root.activeElement as HTMLButtonElement)
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : now + (step ?? 0)
    if (event.key === 'Tab') close()
    if (event.key === 'Tab' || step !== undefined || next !== now) event.preventDefault()
    if (next !== now) buttons[(next + buttons.length) % buttons.length]?.focus()
  })
  // Not left to the browser, which closes a menu for the end of the long press that opens it.
  const open = new AbortController()
  const anywhere = { signal: open.signal, capture: true }
  document.addEventListener(
    'pointerdown',
    (event) => event.composedPath().includes(menu) || (menu.isConnected && menu.hidePopover()),
    anywhere,
  )
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      event.preventDefault()
      close()
    },
    anywhere,
  )
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return
    open.abort()
    menu.remove()
    onClosed()
  })
  place.append(menu)
  menu.showPopover()
  const { width, height } = menu.getBoundingClientRect()
  styled(menu, {
    left: `${Math.max(margin, Math.min(x, window.innerWidth - width - margin))}px`,
    top: `${Math.max(margin, Math.min(y, window.innerHeight - height - margin))}px`,
  })
  buttons[0]?.focus()
}
