import { eachInTurns } from '../../turns.js'

/** A point that a curve is fitted to. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A fitted curve: its coefficients, and the part of the variance of what was fitted that it explains, from 0 to 1. */
export interface FittedCurve {
  readonly coefficients: readonly number[]
  readonly r2: number
}

/** Solves the linear equations of a positive definite matrix, by elimination with pivots; `undefined` where it is singular. */
const solved = (matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | undefined => {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0])
  const size = rows.length
  for (let column = 0; column < size; column++) {
    const candidates = rows.slice(column)
    const largest = candidates.reduce((best, row) =>
      Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best,
    )
    if (Math.abs(largest[column] ?? 0) < 1e-9 * size) return undefined
    rows[rows.indexOf(largest)] = rows[column] as number[]
    rows[column] = largest
    for (const row of rows.slice(column + 1)) {
      const factor = (row[column] ?? 0) / (largest[column] ?? 1)
      for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (largest[at] ?? 0)
    }
  }
  const found = new Array<number>(size).fill(0)
  for (let at = size - 1; at >= 0; at--) {
    const row = rows[at] as number[]
    const known = found.reduce((sum, value, column) => (column > at ? sum + value * (row[column] ?? 0) : sum), 0)
    found[at] = ((row[size] ?? 0) - known) / (row[at] ?? 1)
  }
  return found
}

/** The coefficients of a polynomial of `(x - middle) / scale` as those of one of `x`. */
const unscaled = (coefficients: readonly number[], middle: number, scale: number): readonly number[] =>
  // By Horner's rule, from the highest power down.
  coefficients.reduceRight<readonly number[]>((polynomial, coefficient) => {
    const next = new Array<number>(coefficients.length).fill(0)
    polynomial.forEach((value, power) => {
      if (power + 1 < next.length) next[power + 1] = (next[power + 1] ?? 0) + value / scale
      next[power] = (next[power] ?? 0) - (value * middle) / scale
    })
    next[0] = (next[0] ?? 0) + coefficient
    return next
  }, new Array<number>(coefficients.length).fill(0))

const valueAt = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

/**
 * Fits a polynomial by least squares, in turns.
 *
 * @param degree 0 for the mean
 * @returns coefficients from that of the lowest power; `undefined` where the points do not decide one polynomial
 */
export const fitPolynomial = async (points: readonly Point[], degree: number): Promise<FittedCurve | undefined> => {
  const [first] = points
  if (!first) return undefined
  let [low, high, sum] = [first.x, first.x, 0]
  await eachInTurns(points, ({ x, y }) => {
    low = Math.min(low, x)
    high = Math.max(high, x)
    sum += y
  })
  // Powers of large numbers, as those of dates, lose all digits: they are taken of numbers from -1 to 1.
  const middle = (low + high) / 2
  const scale = (high - low) / 2 || 1
  const sums = new Array<number>(2 * degree + 1).fill(0)
  const right = new Array<number>(degree + 1).fill(0)
  await eachInTurns(points, ({ x, y }) => {
    let power = 1
    for (let at = 0; at <= 2 * degree; at++) {
      sums[at] = (sums[at] ?? 0) + power / points.length
      if (at <= degree) right[at] = (right[at] ?? 0) + (power * y) / points.length
      power *= (x - middle) / scale
    }
  })
  const matrix = right.map((_, row) => right.map((__, column) => sums[row + column] ?? 0))
  const scaled = solved(matrix, right)
  if (!scaled) return undefined
  const mean = sum / points.length
  let [missed, whole] = [0, 0]
  await eachInTurns(points, ({ x, y }) => {
    missed += (y - valueAt(scaled, (x - middle) / scale)) ** 2
    whole += (y - mean) ** 2
  })
  const r2 = whole === 0 ? 0 : Math.min(Math.max(1 - missed / whole, 0), 1)
  return { coefficients: unscaled(scaled, middle, scale), r2 }
}
