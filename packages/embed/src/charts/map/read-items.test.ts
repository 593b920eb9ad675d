import type { GenericObject } from '@qlik/api/qix'
import { expect, it } from 'vitest'
import type { AttributedCell, MapLayer } from './map-layers.js'
import { readItems } from './read-items.js'

interface Page {
  readonly qTop: number
  readonly qHeight: number
}

const rowAt = (index: number): readonly AttributedCell[] => [
  { qText: index === 3 ? '[1, null]' : `[${index % 180}, 10]`, qElemNumber: index === 4 ? -2 : index },
]

/** A layer of so many values; one has no place, and one is missing. */
const layerOf = (qcy: number): MapLayer => ({
  kind: 'points',
  path: '/qHyperCubeDef',
  layout: { qHyperCube: { qSize: { qcx: 1, qcy }, qDimensionInfo: [{ qFallbackTitle: 'At' }], qMeasureInfo: [] } },
})
const object = {
  getHyperCubeData: async (_: string, [page]: readonly Page[]) => [
    { qMatrix: Array.from({ length: page?.qHeight ?? 0 }, (_row, index) => rowAt((page?.qTop ?? 0) + index)) },
  ],
} as unknown as GenericObject

it('what is found tells how many values there are, and how many rows were left', async () => {
  const few = await readItems([layerOf(6)], object, 'en-GB')
  expect([few.items.length, few.values, few.rows]).toEqual([4, 5, { shown: 6, all: 6 }])
  const many = await readItems([layerOf(10_002), layerOf(6)], object, 'en-GB')
  expect(many.rows).toEqual({ shown: 10_006, all: 10_008 })
  expect(many.values - many.items.length).toBe(2)
})
