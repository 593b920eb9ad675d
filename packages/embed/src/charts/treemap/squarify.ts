/** A rectangle, in pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The worst ratio of sides among areas that share a strip along a side. */
const worst = (areas: readonly number[], side: number): number => {
  const sum = areas.reduce((total, area) => total + area, 0)
  const [largest, smallest] = [Math.max(...areas), Math.min(...areas)]
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest))
}

const placeStrip = (areas: readonly number[], { x, y, width, height }: Rectangle): readonly Rectangle[] => {
  const sum = areas.reduce((total, area) => total + area, 0)
  const upright = width >= height
  const thickness = sum / (upright ? height : width)
  let offset = 0
  return areas.map((area) => {
    const length = area / thickness
    const placed = upright
      ? { x, y: y + offset, width: thickness, height: length }
      : { x: x + offset, y, width: length, height: thickness }
    offset += length
    return placed
  })
}

const without = ({ x, y, width, height }: Rectangle, sum: number): Rectangle => {
  if (width >= height) return { x: x + sum / height, y, width: Math.max(0, width - sum / height), height }
  return { x, y: y + sum / width, width, height: Math.max(0, height - sum / width) }
}

/**
 * Divides a rectangle by weights into rectangles that are as square as can be (Bruls, Huizing, van Wijk: Squarified
 * treemaps, 2000).
 *
 * @param weights positive, from large to small
 * @returns rectangles in the order of the weights
 */
export const squarify = (weights: readonly number[], within: Rectangle): readonly Rectangle[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const areas = weights.map((weight) => (weight / total) * within.width * within.height)
  const placed: Rectangle[] = []
  let room = within
  let at = 0
  while (at < areas.length) {
    const side = Math.min(room.width, room.height)
    let end = at + 1
    while (end < areas.length && worst(areas.slice(at, end + 1), side) <= worst(areas.slice(at, end), side)) end += 1
    const strip = areas.slice(at, end)
    placed.push(...placeStrip(strip, room))
    room = without(
      room,
      strip.reduce((sum, area) => sum + area, 0),
    )
    at = end
  }
  return placed
}
