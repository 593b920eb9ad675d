/**
 * Makes what tells whether a map follows a gesture, or leaves it to the page: one finger and the wheel scroll the page, two
 * fingers move the map, and the wheel zooms with Ctrl or Cmd, or once somebody has clicked into the map and until they leave it.
 */
export const followsGesture = (box: HTMLElement): ((event: Event) => boolean) => {
  let entered = false
  box.addEventListener('pointerdown', () => {
    entered = true
  })
  box.addEventListener('pointerleave', () => {
    entered = false
  })
  return (event) => {
    if (event instanceof WheelEvent) return entered || event.ctrlKey || event.metaKey
    if (event.type === 'touchstart') return (event as TouchEvent).touches.length > 1
    return event.type !== 'dblclick' && (event as MouseEvent).button === 0
  }
}

/** Height of the notch of a mouse's wheel, in pixels; fingers on a touch pad send less at once. */
const notch = 50
const factorsOfModes = [0.002, 0.05, 1] as const

/** By how many powers of two a wheel zooms: as d3-zoom, but a mouse's wheel with Ctrl is no pinch. */
export const zoomOfWheel = ({ deltaY, deltaMode, ctrlKey }: WheelEvent): number =>
  -deltaY * (factorsOfModes[deltaMode] ?? 0) * (ctrlKey && Math.abs(deltaY) < notch ? 10 : 1)
