import type { FeatureCollection } from 'geojson'
import type { Cell } from '../cube.js'

/** An expression of a layer, as objects store it. */
interface StoredExpression {
  readonly key?: string
}

/** Where something is: a text that says it, or latitude and longitude. */
interface StoredLocation {
  readonly locationOrLatitude?: StoredExpression | string
  readonly longitude?: StoredExpression | string
}

interface AttributeInfo {
  readonly id?: string
}

/** A cell with the values of its attribute expressions. */
export interface AttributedCell extends Cell {
  readonly qState?: string
  readonly qAttrExps?: { readonly qValues: readonly Cell[] }
}

/** A layer of a map's layout, and all else that belongs to it. */
export interface LayerLayout extends StoredLocation {
  readonly type?: string
  readonly visible?: boolean
  readonly show?: boolean
  readonly endPoint?: StoredLocation
  readonly size?: { readonly expression?: StoredExpression | string }
  /** Shapes for the values of the dimension, which their ids or names are. */
  readonly geojson?: FeatureCollection
  readonly qHyperCube?: {
    readonly qSize: { readonly qcx: number; readonly qcy: number }
    readonly qDimensionInfo: readonly {
      readonly qFallbackTitle: string
      readonly qAttrExprInfo?: readonly AttributeInfo[]
    }[]
    readonly qMeasureInfo: readonly { readonly qFallbackTitle: string }[]
    readonly qDataPages?: readonly { readonly qMatrix: readonly (readonly AttributedCell[])[] }[]
  }
}

/** A map's layout: layers, or one that is the object itself. */
export interface MapLayout extends LayerLayout {
  readonly title?: string
  readonly layerType?: string
  readonly gaLayers?: readonly LayerLayout[]
}

/** What a layer draws: shapes as they are, or each as a point. */
export type LayerKind = 'points' | 'areas' | 'lines'

/** A layer with its place in the object, as a JSON pointer. */
export interface MapLayer {
  readonly kind: LayerKind | undefined
  readonly layout: LayerLayout
  readonly path: string
}

const kinds: Readonly<Record<string, LayerKind>> = { PointLayer: 'points', AreaLayer: 'areas', LineLayer: 'lines' }

/** The layers that are to be drawn, lowest first. */
export const layersOf = (layout: MapLayout): readonly MapLayer[] =>
  [
    { layout: { ...layout, type: layout.layerType ?? '' } as LayerLayout, path: '/qHyperCubeDef' },
    ...(layout.gaLayers ?? []).map((layer, index) => ({ layout: layer, path: `/gaLayers/${index}/qHyperCubeDef` })),
  ]
    .filter(({ layout: { visible, show, qHyperCube } }) => visible !== false && show !== false && qHyperCube)
    .filter(({ layout: { qHyperCube } }) => (qHyperCube?.qDimensionInfo.length ?? 0) > 0)
    .map((layer) => ({ ...layer, kind: kinds[layer.layout.type ?? ''] }))

const written = (expression: StoredExpression | string | undefined): string =>
  (typeof expression === 'string' ? expression : (expression?.key ?? '')).trim()

/** The expressions that say where the values of a layer's dimension are and how large, by their names. */
export const expressionsOf = ({ locationOrLatitude, longitude, endPoint, size }: LayerLayout) =>
  Object.entries({
    locationOrLatitude: written(locationOrLatitude),
    longitude: written(longitude),
    'endPoint.locationOrLatitude': written(endPoint?.locationOrLatitude),
    'endPoint.longitude': written(endPoint?.longitude),
    size: written(size?.expression),
  })
    .filter(([, text]) => text !== '')
    .map(([id, text]) => ({ id, qExpression: text.startsWith('=') ? text : `=${text}` }))

/** Whether the cube of a layer lacks expressions that the layer names. */
export const lacksExpressions = ({ layout }: MapLayer): boolean => {
  const there = layout.qHyperCube?.qDimensionInfo[0]?.qAttrExprInfo ?? []
  return expressionsOf(layout).some(({ id }) => !there.some((info) => info.id === id))
}
