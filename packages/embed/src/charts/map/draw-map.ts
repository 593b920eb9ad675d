import type { stardust } from '@nebula.js/stardust'
import { type GeoPermissibleObjects, type GeoProjection, geoPath } from 'd3-geo'
import type { MapItem } from './map-items.js'
import type { Shape } from './shapes.js'

/** Colours of what lies below the data. */
export interface GroundColors {
  readonly land: string
  readonly border: string
  readonly ink: string
}

/** An item as it is on the screen. */
export interface DrawnItem {
  readonly item: MapItem
  readonly path: Path2D
  /** Its centre in pixels. */
  readonly centre: readonly [number, number]
}

const [smallest, largest, plain] = [3, 16, 5]
const [thinnest, thickest] = [1, 6]

/** Borders stand back behind the data. */
const borderAlpha = 0.4

const isLine = ({ geometry }: MapItem): boolean => geometry.type.endsWith('LineString')
const isPoint = ({ geometry }: MapItem): boolean => geometry.type.endsWith('Point')

/** Radius of points and width of lines, in pixels, by what they stand for: areas grow with values. */
const sizesOf = (items: readonly MapItem[]): ((item: MapItem) => number) => {
  const most = new Map<string, number>()
  for (const { size, layer } of items) most.set(layer.path, Math.max(most.get(layer.path) ?? 0, size ?? 0))
  return (item) => {
    const share = Math.max(item.size ?? 0, 0) / (most.get(item.layer.path) || 1)
    if (isLine(item)) return thinnest + (thickest - thinnest) * share
    return item.size === undefined ? plain : smallest + (largest - smallest) * Math.sqrt(share)
  }
}

/** Colours of areas by their measure, from few to many; all else is in the first colour of the theme. */
const colorsOf = (items: readonly MapItem[], theme: stardust.Theme): ((item: MapItem) => string) => {
  const { primary } = theme.getDataColorSpecials()
  const ramp = theme.getDataColorScales()[0]?.colors as readonly string[] | undefined
  const ranges = new Map<string, readonly [number, number]>()
  for (const { measure, layer } of items) {
    if (measure?.number === undefined) continue
    const [low, high] = ranges.get(layer.path) ?? [measure.number, measure.number]
    ranges.set(layer.path, [Math.min(low, measure.number), Math.max(high, measure.number)])
  }
  return (item) => {
    const range = ranges.get(item.layer.path)
    if (range === undefined || isPoint(item) || isLine(item) || item.measure?.number === undefined) return primary
    const share = range[1] > range[0] ? (item.measure.number - range[0]) / (range[1] - range[0]) : 1
    return ramp?.[Math.min(Math.floor(share * ramp.length), ramp.length - 1)] ?? primary
  }
}

/** What is drawn. */
export interface MapPicture {
  readonly items: readonly MapItem[]
  readonly ground: readonly Shape[]
  readonly theme: stardust.Theme
  readonly colors: GroundColors
  readonly focused: MapItem | undefined
}

/**
 * Draws a map on a canvas.
 *
 * @param context scaled to pixels of CSS
 * @returns where its items are, topmost last
 */
export const drawMap = (
  context: CanvasRenderingContext2D,
  projection: GeoProjection,
  { items, ground, theme, colors, focused }: MapPicture,
): readonly DrawnItem[] => {
  const pathOf = (shape: GeoPermissibleObjects, radius = plain): Path2D => {
    const path = new Path2D()
    geoPath(projection, path as unknown as CanvasRenderingContext2D).pointRadius(radius)(shape)
    return path
  }
  context.fillStyle = colors.land
  context.strokeStyle = colors.border
  context.lineWidth = 0.75
  for (const shape of ground) {
    const path = pathOf(shape)
    context.globalAlpha = 1
    context.fill(path)
    context.globalAlpha = borderAlpha
    context.stroke(path)
  }
  const [sizeOf, colorOf] = [sizesOf(items), colorsOf(items, theme)]
  const plane = geoPath(projection)
  const drawn = items.map((item): DrawnItem => {
    const path = pathOf(item.geometry, isPoint(item) ? sizeOf(item) : plain)
    context.globalAlpha = item.chosen ? 1 : 0.25
    context.fillStyle = context.strokeStyle = colorOf(item)
    if (isLine(item)) {
      context.lineWidth = sizeOf(item)
      context.globalAlpha *= 0.6
      context.stroke(path)
    } else {
      context.globalAlpha *= isPoint(item) ? 0.8 : 1
      context.fill(path)
      context.globalAlpha = 1
      context.strokeStyle = isPoint(item) ? colors.land : colors.border
      context.lineWidth = 1
      context.stroke(path)
    }
    const [x, y] = plane.centroid(item.geometry)
    return { item, path, centre: [x, y] }
  })
  context.globalAlpha = 1
  const marked = drawn.find(({ item }) => item === focused)
  if (marked !== undefined) {
    context.strokeStyle = colors.ink
    context.lineWidth = 3
    context.stroke(marked.path)
  }
  return drawn
}

/** The topmost item at a point of the screen; lines are as wide as a finger needs. */
export const itemAt = (
  context: CanvasRenderingContext2D,
  drawn: readonly DrawnItem[],
  x: number,
  y: number,
): MapItem | undefined => {
  // Paths are in pixels of CSS, and what asks for a point is not scaled.
  context.save()
  context.resetTransform()
  context.lineWidth = 8
  const found = [...drawn]
    .reverse()
    .find(({ item, path }) => (isLine(item) ? context.isPointInStroke(path, x, y) : context.isPointInPath(path, x, y)))
  context.restore()
  return found?.item
}

/** The items whose centre lies within a line that a hand has drawn. */
export const itemsWithin = (
  context: CanvasRenderingContext2D,
  drawn: readonly DrawnItem[],
  line: readonly (readonly [number, number])[],
): readonly MapItem[] => {
  const lasso = new Path2D()
  for (const [x, y] of line) lasso.lineTo(x, y)
  lasso.closePath()
  context.save()
  context.resetTransform()
  const within = drawn.filter(({ centre: [x, y] }) => context.isPointInPath(lasso, x, y))
  context.restore()
  return within.map(({ item }) => item)
}
