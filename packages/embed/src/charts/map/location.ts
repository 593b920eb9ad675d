import type { Geometry, Position } from 'geojson'

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length >= 2 && value.slice(0, 2).every((part) => Number.isFinite(part))

/** Whether positions, all of them, lie so deep in coordinates. */
const areDeep = (value: unknown, depth: number): boolean =>
  depth === 0
    ? isPosition(value)
    : Array.isArray(value) && value.length > 0 && value.every((part) => areDeep(part, depth - 1))

/** How deep positions lie in the coordinates of each type of a geometry. */
const depths: ReadonlyMap<unknown, number> = new Map([
  ['Point', 0],
  ['MultiPoint', 1],
  ['LineString', 1],
  ['MultiLineString', 2],
  ['Polygon', 2],
  ['MultiPolygon', 3],
])

/** Whether a value is a geometry of GeoJSON, whole. */
export const isGeometry = (value: unknown): value is Geometry => {
  const { type, coordinates, geometries } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (type === 'GeometryCollection') return Array.isArray(geometries) && geometries.every(isGeometry)
  const depth = depths.get(type)
  return depth !== undefined && areDeep(coordinates, depth)
}

/** Types of geometries by how deep positions lie in coordinates alone. */
const types = ['Point', 'LineString', 'Polygon', 'MultiPolygon'] as const

/**
 * The geometry that a value is the text of: a geometry of GeoJSON (RFC 7946), or only its coordinates, as fields of points and
 * areas have them.
 *
 * @returns undefined for a text that is none, such as the name of a place
 */
export const geometryIn = (text: string): Geometry | undefined => {
  const start = text.trim()[0]
  if (start !== '[' && start !== '{') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (isGeometry(value)) return value
    const type = types.find((_, depth) => areDeep(value, depth))
    return type === undefined ? undefined : ({ type, coordinates: value } as Geometry)
  } catch {
    return undefined
  }
}

/** The point at a latitude and a longitude in degrees; undefined for what is nowhere on earth. */
export const pointAt = (latitude: unknown, longitude: unknown): Geometry | undefined => {
  const [y, x] = [latitude, longitude]
  if (typeof x !== 'number' || typeof y !== 'number') return undefined
  return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? { type: 'Point', coordinates: [x, y] } : undefined
}
