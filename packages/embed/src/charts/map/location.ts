import type { Geometry, Position } from 'geojson'

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length >= 2 && value.slice(0, 2).every((part) => Number.isFinite(part))

/** How deep positions lie in the coordinates of a geometry. */
const depthOf = (value: unknown): number => {
  if (isPosition(value)) return 0
  return Array.isArray(value) && value.length > 0 ? 1 + depthOf(value[0]) : Number.NaN
}

const types = ['Point', 'LineString', 'Polygon', 'MultiPolygon'] as const

const geometryTypes: readonly string[] = [...types, 'MultiPoint', 'MultiLineString']

const isGeometry = (value: unknown): value is Geometry => {
  const { type, coordinates } = (value ?? {}) as { type?: unknown; coordinates?: unknown }
  return typeof type === 'string' && geometryTypes.includes(type) && Number.isFinite(depthOf(coordinates))
}

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
    const type = types[depthOf(value)]
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
