import { expect, it } from 'vitest'
import { expressionsOf, lacksExpressions, layersOf, type MapLayout } from './map-layers.js'

const qHyperCube = (ids: readonly string[] = []) => ({
  qSize: { qcx: 1, qcy: 1 },
  qDimensionInfo: [{ qFallbackTitle: 'City', qAttrExprInfo: ids.map((id) => ({ id })) }],
  qMeasureInfo: [],
})
const noColumns = { ...qHyperCube(), qDimensionInfo: [] }

it('layers are the object itself and those of its list, but not what is hidden or has no columns', () => {
  const layout: MapLayout = {
    layerType: 'AreaLayer',
    qHyperCube: qHyperCube(),
    gaLayers: [
      { type: 'PointLayer', visible: false, qHyperCube: qHyperCube() },
      { type: 'LineLayer', qHyperCube: qHyperCube() },
      { type: 'PointLayer', qHyperCube: noColumns },
      { type: 'Other', qHyperCube: qHyperCube() },
    ],
  }
  expect(layersOf(layout).map(({ kind, path }) => [kind, path])).toEqual([
    ['areas', '/qHyperCubeDef'],
    ['lines', '/gaLayers/1/qHyperCubeDef'],
    [undefined, '/gaLayers/3/qHyperCubeDef'],
  ])
  expect(layersOf({ qHyperCube: noColumns })).toEqual([])
})

it('a layer lacks expressions until its cube has each', () => {
  const layer = (ids: readonly string[]) => {
    const layout = { locationOrLatitude: 'Lat', longitude: { key: '=Lon' }, size: {}, qHyperCube: qHyperCube(ids) }
    return { layout, path: '', kind: undefined }
  }
  expect(expressionsOf(layer([]).layout)).toEqual([
    { id: 'locationOrLatitude', qExpression: '=Lat' },
    { id: 'longitude', qExpression: '=Lon' },
  ])
  expect(lacksExpressions(layer(['locationOrLatitude']))).toBe(true)
  expect(lacksExpressions(layer(['longitude', 'locationOrLatitude']))).toBe(false)
})
