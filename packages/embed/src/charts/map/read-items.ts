import type { GenericObject } from '@qlik/api/qix'
import { itemsOf, type MapItem, needsPlaces } from './map-items.js'
import type { AttributedCell, MapLayer } from './map-layers.js'
import { type FindPlace, placeFinder } from './places.js'

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

const nowhere: FindPlace = () => undefined

/** Reads the values of all layers, and finds places by their names where there are some. */
export const readItems = async (
  layers: readonly MapLayer[],
  object: GenericObject,
  language: string,
): Promise<readonly MapItem[]> => {
  const rows = await Promise.all(layers.map((layer) => rowsOf(layer, object)))
  const byName = layers.some((layer, index) => needsPlaces(layer, rows[index] ?? []))
  const find = byName ? await placeFinder(language) : nowhere
  return layers.flatMap((layer, index) => itemsOf(layer, rows[index] ?? [], find))
}
