let canvas: CanvasRenderingContext2D | null | undefined

const hex = (channel: number | undefined): string => (channel ?? 0).toString(16).padStart(2, '0')

/**
 * A colour of CSS as `#rrggbb`, which charts understand. Names, functions and variables mean what they mean in the element.
 *
 * @returns undefined for what is no colour, or one through which all can be seen
 */
export const opaqueColor = (element: HTMLElement, written: string): string | undefined => {
  if (written === '' || !CSS.supports('color', written)) return undefined
  const probe = document.createElement('i')
  probe.hidden = true
  probe.style.color = written
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  canvas ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })
  if (!canvas) return undefined
  canvas.clearRect(0, 0, 1, 1)
  canvas.fillStyle = color
  canvas.fillRect(0, 0, 1, 1)
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
  return alpha === 0 ? undefined : `#${hex(red)}${hex(green)}${hex(blue)}`
}
