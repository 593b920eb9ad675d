let canvas: CanvasRenderingContext2D | null | undefined

const hex = (channel: number | undefined): string => (channel ?? 0).toString(16).padStart(2, '0')

/** What a colour of CSS is in an element, where names, functions and variables mean what they mean there. */
const resolved = (element: HTMLElement, written: string): string => {
  const probe = document.createElement('i')
  probe.hidden = true
  probe.style.color = written
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** The channels of the only pixel after it has been filled with colours, one upon the other. */
const painted = (colors: readonly string[]): Uint8ClampedArray | undefined => {
  canvas ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })
  if (!canvas) return undefined
  canvas.clearRect(0, 0, 1, 1)
  for (const color of colors) {
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
  }
  return canvas.getImageData(0, 0, 1, 1).data
}

/**
 * A colour of CSS as `#rrggbb`, which charts understand.
 *
 * @param element whose names, functions and variables the colour may use
 * @param ground what is seen through it, as `#rrggbb`
 * @returns undefined for what is no colour, or one through which all can be seen
 */
export const opaqueColor = (element: HTMLElement, written: string, ground: string): string | undefined => {
  if (written === '' || !CSS.supports('color', written)) return undefined
  const color = resolved(element, written)
  if (!painted([color])?.[3]) return undefined
  const [red, green, blue] = painted([ground, color]) ?? []
  return `#${hex(red)}${hex(green)}${hex(blue)}`
}

const isOpaque = (color: string): boolean => painted([color])?.[3] === 255

const around = (element: Element): Element | undefined => {
  const root = element.parentElement === null ? element.getRootNode() : undefined
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined)
}

/** What is seen behind an element, as `#rrggbb`: the backgrounds of what it lies in, upon the white of the browser. */
export const groundBehind = (element: HTMLElement): string => {
  const backgrounds: string[] = []
  for (let outer = around(element); outer !== undefined; outer = around(outer)) {
    backgrounds.push(getComputedStyle(outer).backgroundColor)
    if (isOpaque(backgrounds.at(-1) ?? '')) break
  }
  return backgrounds.reduceRight((ground, color) => opaqueColor(element, color, ground) ?? ground, '#ffffff')
}
