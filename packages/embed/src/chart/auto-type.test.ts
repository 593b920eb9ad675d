import { expect, test } from 'vitest'
import { typeToDraw } from './auto-type.js'

test.each([
  [0, 1, 'kpi'],
  [0, 2, 'kpi'],
  [0, 3, 'table'],
  [1, 0, 'table'],
  [1, 1, 'barchart'],
  [2, 1, 'barchart'],
  [1, 2, 'combochart'],
  [2, 2, 'table'],
  [3, 1, 'table'],
])('%i dimensions and %i measures make a %s', (dimensions, measures, type) => {
  expect(typeToDraw('auto-chart', dimensions, measures)).toBe(type)
})

test('a type that is written stays', () => expect(typeToDraw('piechart', 1, 1)).toBe('piechart'))
