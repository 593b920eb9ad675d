import { geoCentroid } from 'd3-geo'
import type { Feature, Geometry, Position } from 'geojson'
import type { Cell } from '../cube.js'
import { geometryIn, isGeometry, pointAt } from './location.js'
import type { AttributedCell, LayerLayout, MapLayer } from './map-layers.js'
import type { FindPlace } from './places.js'

/** A value of a dimension on the map. */
export interface MapItem {
  readonly layer: MapLayer
  readonly element: number
  readonly name: string
  readonly geometry: Geometry
  readonly measure: { readonly text: string; readonly number: number | undefined } | undefined
  /** What its size stands for, if anything. */
  readonly size: number | undefined
  /** Whether it belongs to the selection, if there is one in the dimension. */
  readonly chosen: boolean
}

type Attribute = (id: string) => Cell | undefined

const attributeOf = ({ qHyperCube }: LayerLayout, cell: AttributedCell): Attribute => {
  const infos = qHyperCube?.qDimensionInfo[0]?.qAttrExprInfo ?? []
  return (id) => cell.qAttrExps?.qValues[infos.findIndex((info) => info.id === id)]
}

const numberIn = (cell: Cell | undefined): number | undefined =>
  typeof cell?.qNum === 'number' && Number.isFinite(cell.qNum) ? cell.qNum : undefined

/** Finds where something is: by its coordinates, its text, or its name. */
const locate = (attribute: Attribute, prefix: string, ownText: string | undefined, find: FindPlace) => {
  const [latitude, longitude] = [attribute(`${prefix}locationOrLatitude`), attribute(`${prefix}longitude`)]
  if (longitude !== undefined) return pointAt(numberIn(latitude), numberIn(longitude))
  const text = latitude?.qText ?? ownText
  return text === undefined ? undefined : (geometryIn(text) ?? find(text))
}

const centreOf = (geometry: Geometry): Position =>
  geometry.type === 'Point' ? geometry.coordinates : geoCentroid({ type: 'Feature', geometry, properties: {} })

const nameOf = ({ id, properties }: Feature): string => String(properties?.name ?? properties?.NAME ?? id ?? '')

/** Shapes that a layer brings itself, by their names and ids. */
const ownShapes = ({ geojson }: LayerLayout): ReadonlyMap<string, Geometry> =>
  new Map(
    (geojson?.features ?? [])
      .filter((feature) => isGeometry(feature?.geometry))
      .flatMap((feature) => [
        [nameOf(feature), feature.geometry] as const,
        [String(feature.id ?? nameOf(feature)), feature.geometry] as const,
      ]),
  )

/** The geometry that a layer draws: as it is found, as a point, or from there to its end. */
const drawnAs = (kind: MapLayer['kind'], start: Geometry, end: Geometry | undefined): Geometry | undefined => {
  if (kind === 'points') return { type: 'Point', coordinates: centreOf(start) }
  if (kind === 'lines' && end !== undefined)
    return { type: 'LineString', coordinates: [centreOf(start), centreOf(end)] }
  return kind === 'lines' && start.type === 'Point' ? undefined : start
}

/** Whether a cell is one of a value, and not of what is missing or of a total. */
export const isValue = (cell: AttributedCell | undefined): cell is AttributedCell & { readonly qElemNumber: number } =>
  cell?.qElemNumber !== undefined && cell.qElemNumber >= 0

/**
 * The values of a layer that are somewhere.
 *
 * @param rows of the layer's cube: its dimension first, then measures
 */
export const itemsOf = (
  layer: MapLayer,
  rows: readonly (readonly AttributedCell[])[],
  find: FindPlace,
): readonly MapItem[] => {
  const { layout, kind } = layer
  const shapes = ownShapes(layout)
  const selecting = rows.some(([cell]) => cell?.qState === 'S')
  const measureAt = layout.qHyperCube?.qDimensionInfo.length ?? 1
  return rows.flatMap((row) => {
    const [cell] = row
    if (!isValue(cell)) return []
    const attribute = attributeOf(layout, cell)
    const start = shapes.get(cell.qText ?? '') ?? locate(attribute, '', cell.qText, find)
    const end = locate(attribute, 'endPoint.', undefined, find)
    const geometry = start && drawnAs(kind, start, end)
    if (geometry === undefined) return []
    const measure = row[measureAt]
    return {
      layer,
      geometry,
      element: cell.qElemNumber,
      name: cell.qText ?? '–',
      measure: measure && { text: measure.qText ?? '–', number: numberIn(measure) },
      size: numberIn(attribute('size')) ?? numberIn(measure),
      chosen: !selecting || cell.qState === 'S',
    }
  })
}

/** The names that a layer needs places of. */
export const namesIn = (layer: MapLayer, rows: readonly (readonly AttributedCell[])[]): readonly string[] => {
  const names: string[] = []
  itemsOf(layer, rows, (name) => {
    names.push(name)
    return undefined
  })
  return names
}
