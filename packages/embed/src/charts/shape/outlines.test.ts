import { expect, it } from 'vitest'
import { outlineOf, shapeNames } from './outlines.js'

it('outlines lie within their room, their stroke too', () => {
  expect(outlineOf('rectangle', 100, 50, 4)).toBe('M2,2L98,2L98,48L2,48Z')
  expect(outlineOf('ellipse', 100, 50, 0)).toBe('M0,25A50,25 0 0 1 100,25A50,25 0 0 1 0,25Z')
  expect(outlineOf('horizontal-line', 100, 50, 2)).toBe('M1,25H99')
  expect(outlineOf('rounded', 100, 50, 0)).toBe(
    'M12,0h76a12,12 0 0 1 12,12v26a12,12 0 0 1 -12,12h-76a12,12 0 0 1 -12,-12v-26a12,12 0 0 1 12,-12Z',
  )
})

it.each(shapeNames)('%s has an outline where there is no room', (name) => {
  expect(outlineOf(name, 0, 0, 2)).not.toContain('NaN')
})
