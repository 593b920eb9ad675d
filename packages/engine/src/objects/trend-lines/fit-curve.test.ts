import { expect, it } from 'vitest'
import { fitPolynomial } from './fit-curve.js'

const pointsOf = (xs: readonly number[], y: (x: number) => number) => xs.map((x) => ({ x, y: y(x) }))

it('a polynomial of the fourth degree goes through five points', () => {
  const curve = fitPolynomial(
    pointsOf([-2, 0, 1, 3, 4], (x) => x ** 4 - 2 * x ** 3 + 5),
    4,
  )
  expect(curve?.coefficients).toEqual([5, 0, 0, -2, 1].map((number) => expect.closeTo(number, 6)))
  expect(curve?.r2).toBeCloseTo(1)
})

it('a parabola over numbers of days keeps its digits', () => {
  const days = Array.from({ length: 1000 }, (_, day) => 45000 + day)
  const [c0 = 0, c1 = 0, c2 = 0] =
    fitPolynomial(
      pointsOf(days, (x) => (x - 45400) ** 2),
      2,
    )?.coefficients ?? []
  for (const x of [45000, 45400, 45999]) expect(c0 + c1 * x + c2 * x * x).toBeCloseTo((x - 45400) ** 2, 2)
})

it('points at fewer places than a polynomial has coefficients decide none', () => {
  expect(
    fitPolynomial(
      pointsOf([1, 1, 1], (x) => x),
      1,
    ),
  ).toBeUndefined()
  expect(
    fitPolynomial(
      pointsOf([1, 2, 1, 2], (x) => x),
      2,
    ),
  ).toBeUndefined()
  expect(fitPolynomial([], 0)).toBeUndefined()
})
