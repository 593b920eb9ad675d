/** Shapes by their names in objects. */
export const shapeNames = [
  'rectangle',
  'rounded',
  'ellipse',
  'triangle',
  'diamond',
  'horizontal-line',
  'vertical-line',
  'right-arrow',
  'down-arrow',
] as const

/** The name of a shape. */
export type ShapeName = (typeof shapeNames)[number]

/** A room: its edges and its centre, in pixels. */
interface Room {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly x: number
  readonly y: number
}

const points = (...corners: readonly (readonly [number, number])[]): string =>
  `M${corners.map(([x, y]) => `${x},${y}`).join('L')}Z`

const roundedBy = 12

/** Length of the head of an arrow. */
const headLength = 12

const outlines: Readonly<Record<ShapeName, (room: Room) => string>> = {
  rectangle: ({ left, top, right, bottom }) => points([left, top], [right, top], [right, bottom], [left, bottom]),
  rounded: ({ left, top, right, bottom }) => {
    const r = Math.max(Math.min(roundedBy, (right - left) / 2, (bottom - top) / 2), 0)
    const corner = (x: number, y: number): string => `a${r},${r} 0 0 1 ${x},${y}`
    const [across, down] = [right - left - 2 * r, bottom - top - 2 * r]
    return `M${left + r},${top}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}Z`
  },
  ellipse: ({ left, top, right, bottom, y }) => {
    const radii = `${(right - left) / 2},${(bottom - top) / 2}`
    return `M${left},${y}A${radii} 0 0 1 ${right},${y}A${radii} 0 0 1 ${left},${y}Z`
  },
  triangle: ({ left, top, right, bottom, x }) => points([x, top], [right, bottom], [left, bottom]),
  diamond: ({ left, top, right, bottom, x, y }) => points([x, top], [right, y], [x, bottom], [left, y]),
  'horizontal-line': ({ left, right, y }) => `M${left},${y}H${right}`,
  'vertical-line': ({ top, bottom, x }) => `M${x},${top}V${bottom}`,
  'right-arrow': ({ left, right, y }) =>
    `M${left},${y}H${right}M${right - headLength},${y - headLength}L${right},${y}L${right - headLength},${y + headLength}`,
  'down-arrow': ({ top, bottom, x }) =>
    `M${x},${top}V${bottom}M${x - headLength},${bottom - headLength}L${x},${bottom}L${x + headLength},${bottom - headLength}`,
}

/**
 * The outline of a shape that fills a room, its stroke within, as the path of an SVG.
 *
 * @param width of the room, in pixels
 * @param height of the room, in pixels
 * @param stroke how thick the outline is, in pixels
 */
export const outlineOf = (name: ShapeName, width: number, height: number, stroke: number): string => {
  const inset = stroke / 2
  const [right, bottom] = [Math.max(width - inset, inset), Math.max(height - inset, inset)]
  return outlines[name]({ left: inset, top: inset, right, bottom, x: width / 2, y: height / 2 })
}
