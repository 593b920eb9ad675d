import { expect, it } from 'vitest'
import { cubePlace } from './cube-place.js'

const cube = { qDimensionInfo: [], qMeasureInfo: [{}] }
const empty = { qDimensionInfo: [], qMeasureInfo: [] }

it('the data of a chart is where its columns are', () => {
  expect(cubePlace({ qHyperCube: cube })).toBe('/qHyperCubeDef')
  expect(cubePlace({ qHyperCube: { qDimensionInfo: [{}] } })).toBe('/qHyperCubeDef')
  expect(cubePlace({ boxplotDef: { qHyperCube: cube } })).toBe('/boxplotDef/qHyperCubeDef')
  expect(cubePlace({ qHyperCube: empty, gaLayers: [{ qHyperCube: empty }, { qHyperCube: cube }] })).toBe(
    '/gaLayers/1/qHyperCubeDef',
  )
})

it('a chart without columns has none', () => {
  for (const layout of [{}, { qHyperCube: empty }, { gaLayers: [{}] }]) expect(cubePlace(layout)).toBeUndefined()
})
