import fc from 'fast-check'
import { expect, test } from 'vitest'
import { squarify } from './squarify.js'

test('the example of the paper has no slim rectangle', () => {
  const placed = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 })
  const ratios = placed.map(({ width, height }) => Math.max(width / height, height / width))
  expect(Math.max(...ratios)).toBeLessThan(3)
  expect(placed[0]).toEqual({ x: 0, y: 0, width: 3, height: 2 })
})

test('areas are as the weights, within the rectangle and beside each other', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 })
  const room = fc.record({ width: fc.integer({ min: 20, max: 900 }), height: fc.integer({ min: 20, max: 900 }) })
  fc.assert(
    fc.property(weights, room, (given, { width, height }) => {
      const sorted = [...given].sort((a, b) => b - a)
      const placed = squarify(sorted, { x: 5, y: 7, width, height })
      const total = sorted.reduce((sum, weight) => sum + weight, 0)
      placed.forEach((one, index) => {
        expect(one.width * one.height).toBeCloseTo(((sorted[index] as number) / total) * width * height, 3)
        expect(one.x).toBeGreaterThanOrEqual(5 - 1e-6)
        expect(one.y).toBeGreaterThanOrEqual(7 - 1e-6)
        expect(one.x + one.width).toBeLessThanOrEqual(5 + width + 1e-6)
        expect(one.y + one.height).toBeLessThanOrEqual(7 + height + 1e-6)
        for (const other of placed.slice(0, index)) {
          const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
          const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
          expect(Math.min(across, down)).toBeLessThan(1e-6)
        }
      })
    }),
    { numRuns: 50 },
  )
})
