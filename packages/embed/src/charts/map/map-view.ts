import { type GeoProjection, geoArea, geoBounds, geoMercator } from 'd3-geo'
import type { FeatureCollection, Geometry } from 'geojson'
import type { MapItem } from './map-items.js'
import type { Shape, ShapeSet } from './shapes.js'

/** Room around what the map shows at first, in pixels. */
const margin = 24

/** How near the map is at most at first, in pixels for the whole earth: one point alone is no city map. */
const nearestScale = 4000

/** The part of a geometry that counts for where to look: of a country, not what it has overseas. */
const mainPart = (geometry: Geometry): Geometry => {
  if (geometry.type !== 'MultiPolygon') return geometry
  const parts = geometry.coordinates.map((coordinates): Geometry => ({ type: 'Polygon', coordinates }))
  return parts.reduce((largest, part) => (geoArea(part) > geoArea(largest) ? part : largest), parts[0] ?? geometry)
}

const featuresOf = (items: readonly MapItem[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: items.map(({ geometry }) => ({ type: 'Feature', geometry: mainPart(geometry), properties: {} })),
})

/** What is shown of the earth when nothing is. */
const whole: FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'LineString',
        coordinates: [
          [-170, -56],
          [0, 0],
          [170, 72],
        ],
      },
    },
  ],
}

/** The projection that shows all items in a room of so many pixels. */
export const projectionOf = (items: readonly MapItem[], width: number, height: number): GeoProjection => {
  const extent: [[number, number], [number, number]] = [
    [margin, margin],
    [Math.max(width - margin, margin + 1), Math.max(height - margin, margin + 1)],
  ]
  const shown = items.length > 0 ? featuresOf(items) : whole
  const projection = geoMercator().fitExtent(extent, shown)
  if (projection.scale() <= nearestScale) return projection
  const [centre = 0, middle = 0] = projection.invert?.([width / 2, height / 2]) ?? []
  return geoMercator()
    .center([centre, middle])
    .translate([width / 2, height / 2])
    .scale(nearestScale)
}

/** Where borders of countries are finer than the coarse map knows, in pixels for the whole earth. */
const fineScale = 400

/** Where the states of the USA are: west, south, east, north. */
const states = [-180, 15, -60, 73] as const

/** The shapes below the items of a map, lowest first. */
export const groundOf = (items: readonly MapItem[], scale: number): readonly ShapeSet[] => {
  const countries: ShapeSet = scale > fineScale ? 'fine countries' : 'countries'
  if (items.length === 0) return [countries]
  const [[west, south], [east, north]] = geoBounds(featuresOf(items))
  const inStates = west >= states[0] && south >= states[1] && east <= states[2] && north <= states[3] && west <= east
  return inStates ? [countries, 'states'] : [countries]
}

/** Shapes of several sets. */
export const joined = (sets: readonly (readonly Shape[])[]): readonly Shape[] => sets.flat()
