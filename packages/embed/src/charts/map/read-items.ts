import type { GenericObject } from '@qlik/api/qix'
import { isValue, itemsOf, type MapItem, namesIn } from './map-items.js'
import type { AttributedCell, MapLayer } from './map-layers.js'
import { loadPlaces } from './places.js'

type Row = readonly AttributedCell[]

/** Values of a layer that are drawn at most, and cells that a page of them has at most. */
const [mostRows, pageCells] = [10_000, 10_000]

/** The rows of a layer's cube: those of the layout, and what it has left out. */
const rowsOf = async ({ layout: { qHyperCube }, path }: MapLayer, object: GenericObject): Promise<readonly Row[]> => {
  const { qcx = 0, qcy = 0 } = qHyperCube?.qSize ?? {}
  const wanted = Math.min(qcy, mostRows)
  const first = qHyperCube?.qDataPages?.[0]?.qMatrix ?? []
  if (first.length >= wanted && (first[0]?.length ?? 0) >= Math.min(qcx, 2)) return first
  const height = Math.floor(pageCells / Math.max(qcx, 1))
  const pages = Array.from({ length: Math.ceil(wanted / height) }, (_, index) => ({
    qLeft: 0,
    qTop: index * height,
    qWidth: qcx,
    qHeight: Math.min(height, wanted - index * height),
  }))
  const read = await Promise.all(pages.map((page) => object.getHyperCubeData(path, [page])))
  return read.flatMap((answer) => answer.flatMap(({ qMatrix }) => qMatrix as unknown as readonly Row[]))
}

/** What a map has of its values. */
export interface FoundItems {
  readonly items: readonly MapItem[]
  /** Values that were read, whether they have a place or not. */
  readonly values: number
  /** Rows that were read, and those that there are. */
  readonly rows: { readonly shown: number; readonly all: number }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** Reads the values of all layers, and finds places by their names where there are some. */
export const readItems = async (
  layers: readonly MapLayer[],
  object: GenericObject,
  language: string,
): Promise<FoundItems> => {
  const read = await Promise.all(
    layers.map(async (layer) => {
      const rows = await rowsOf(layer, object)
      return { layer, rows, names: namesIn(layer, rows) }
    }),
  )
  const places = read.some(({ names }) => names.length > 0) ? await loadPlaces(language) : undefined
  return {
    items: read.flatMap(({ layer, rows, names }) => itemsOf(layer, rows, places?.among(names) ?? (() => undefined))),
    values: total(read.map(({ rows }) => rows.filter(([cell]) => isValue(cell)).length)),
    rows: {
      shown: total(read.map(({ rows }) => rows.length)),
      all: total(layers.map(({ layout }) => layout.qHyperCube?.qSize.qcy ?? 0)),
    },
  }
}
