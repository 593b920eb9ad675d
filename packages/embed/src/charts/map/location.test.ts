import { expect, it } from 'vitest'
import { geometryIn, pointAt } from './location.js'

it.each([
  ['[13.4, 52.5]', 'Point'],
  ['[[0, 0], [1, 1]]', 'LineString'],
  ['[[[0, 0], [1, 1], [1, 0], [0, 0]]]', 'Polygon'],
  [' [[[[0, 0], [1, 1], [1, 0], [0, 0]]]]', 'MultiPolygon'],
  ['{"type": "MultiPoint", "coordinates": [[1, 2]]}', 'MultiPoint'],
])('%s is a %s', (text, type) => expect(geometryIn(text)?.type).toBe(type))

it.each([
  'France',
  '[1]',
  '["x", 2]',
  '[[[[[1, 2]]]]]',
  '[',
  '{"type": "Circle", "coordinates": [1, 2]}',
  '{"type": "Point"}',
  '[]',
  '[[[[1, 2], [3, 4], [1, 2]]], null]',
  '[[0, 0], [1, "x"]]',
  '[[0, 0], [[1, 1]]]',
  '{"type": "Point", "coordinates": [[1, 2]]}',
  '{"type": "Polygon", "coordinates": [1, 2]}',
])('%s is none', (text) => expect(geometryIn(text)).toBeUndefined())

it('a point is on earth', () => {
  expect(pointAt(52.5, 13.4)).toEqual({ type: 'Point', coordinates: [13.4, 52.5] })
  for (const [latitude, longitude] of [
    [91, 0],
    [0, 181],
    [undefined, 1],
    ['1', 2],
  ])
    expect(pointAt(latitude, longitude)).toBeUndefined()
})
