/** How long a finger rests until a menu opens, in milliseconds, and how far it may move meanwhile, in pixels. */
const [longPress, mostMove] = [550, 10]

/**
 * Calls back when somebody asks for the menu of what is in an element: by the right button, the menu key, or a long press,
 * which not every browser takes for the right button. With Shift, and on links and fields, the browser's own menu opens.
 *
 * @returns what stops it
 */
export const onMenuWish = (
  element: HTMLElement,
  listener: (target: Element, point: { readonly x: number; readonly y: number }) => void,
): (() => void) => {
  const end = new AbortController()
  const { signal } = end
  let timer: ReturnType<typeof setTimeout> | undefined
  const forget = (): void => clearTimeout(timer)
  const isBrowsers = (target: Element): boolean => target.closest('a, input, textarea, select, video, dialog') !== null

  element.addEventListener(
    'contextmenu',
    (event) => {
      const target = event.target as Element
      if (event.shiftKey || event.defaultPrevented || isBrowsers(target)) return
      forget()
      event.preventDefault()
      listener(target, { x: event.clientX, y: event.clientY })
    },
    { signal },
  )
  element.addEventListener(
    'pointerdown',
    ({ pointerType, target, clientX: x, clientY: y }) => {
      forget()
      if (pointerType !== 'touch' || isBrowsers(target as Element)) return
      timer = setTimeout(() => listener(target as Element, { x, y }), longPress)
      element.addEventListener(
        'pointermove',
        (moved) => Math.hypot(moved.clientX - x, moved.clientY - y) > mostMove && forget(),
        { signal },
      )
    },
    { signal },
  )
  for (const type of ['pointerup', 'pointercancel'] as const) element.addEventListener(type, forget, { signal })
  return () => {
    forget()
    end.abort()
  }
}
