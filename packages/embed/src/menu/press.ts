/** How long a finger rests until it asks for the menu, in milliseconds, and how far it may move meanwhile, in pixels. */
const [longPress, mostMove] = [550, 10]

/** A finger on an element. */
interface Press {
  readonly pointer: number
  readonly target: Element
  readonly x: number
  readonly y: number
  readonly since: number
  /** The browser itself has taken it for a long press. */
  readonly taken: boolean
}

/**
 * Calls back when somebody asks for the menu of what is in an element: by the right button, the menu key, or a long press,
 * which not every browser takes for the right button. A long press asks when the finger is lifted, as what is opened before
 * is closed by that again. With Shift, and on links and fields, the browser's own menu opens.
 *
 * @returns what stops it
 */
export const onMenuWish = (
  element: HTMLElement,
  listener: (target: Element, point: { readonly x: number; readonly y: number }) => void,
): (() => void) => {
  const end = new AbortController()
  const { signal } = end
  let press: Press | undefined
  /** A long press is no click, too. */
  let clickless = false
  const isBrowsers = (target: Element): boolean => target.closest('a, input, textarea, select, video, dialog') !== null

  const down = ({ pointerType, pointerId, isPrimary, target, clientX, clientY, timeStamp }: PointerEvent): void => {
    press = undefined
    clickless = false
    if (pointerType !== 'touch' || !isPrimary || isBrowsers(target as Element)) return
    press = {
      pointer: pointerId,
      target: target as Element,
      x: clientX,
      y: clientY,
      since: timeStamp,
      taken: false,
    }
  }
  const move = ({ pointerId, clientX, clientY }: PointerEvent): void => {
    if (press?.pointer === pointerId && Math.hypot(clientX - press.x, clientY - press.y) > mostMove) press = undefined
  }
  const lift = ({ type, pointerId, timeStamp }: PointerEvent): void => {
    if (press?.pointer !== pointerId) return
    const { target, x, y, since, taken } = press
    press = undefined
    if (!taken && (type !== 'pointerup' || timeStamp - since < longPress)) return
    clickless = true
    listener(target, { x, y })
  }
  const wish = (event: MouseEvent): void => {
    const target = event.target as Element
    if (event.shiftKey || event.defaultPrevented || isBrowsers(target)) return
    event.preventDefault()
    if (press === undefined) listener(target, { x: event.clientX, y: event.clientY })
    else press = { ...press, taken: true }
  }

  element.addEventListener('contextmenu', wish, { signal })
  element.addEventListener('pointerdown', down, { signal })
  element.addEventListener('pointermove', move, { signal })
  element.addEventListener('pointerup', lift, { signal })
  element.addEventListener('pointercancel', lift, { signal })
  element.addEventListener('touchend', (event) => clickless && event.preventDefault(), { signal, passive: false })
  return () => end.abort()
}
