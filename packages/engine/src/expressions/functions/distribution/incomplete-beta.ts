import { backward, maxParameter, recurrence } from './backward.js'
import type { Tail } from './incomplete-gamma.js'

/** SQL of numbers that may be repeated. */
export interface BetaArguments {
  /** Above zero. */
  readonly a: string
  /** Above zero. */
  readonly b: string
  readonly x: string
  /** 1 - x, as exact as x itself. */
  readonly y: string
}

/** Below the mean of the distribution, where the continued fraction converges fast. */
const nearSide = ({ a, b, x, y }: BetaArguments, largest: number): string => {
  const odd = `(${a} + k - 1) * (${a} + ${b} + k - 1) * ${x} / ((${a} + 2 * k - 2) * (${a} + 2 * k - 1))`
  const even = `k * (${b} - k) * ${x} / ((${a} + 2 * k - 1) * (${a} + 2 * k))`
  const fraction = backward(`greatest(${a}, ${b})`, largest, (size) =>
    recurrence(60 + 5 * Math.sqrt(size), '1.0', `1 - ${odd} / (1 + ${even} / s)`),
  )
  return `(exp(lgamma(${a} + ${b}) - lgamma(${a}) - lgamma(${b}) + ${a} * ln(${x}) + ${b} * ln(${y})) / ${a} / ${fraction})`
}

/**
 * SQL of the regularised incomplete beta function, by its continued fraction. Missing where a parameter is beyond the
 * largest one.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8.
 */
export const incompleteBeta = (of: BetaArguments, tail: Tail, largest: number = maxParameter): string => {
  const { a, b, x, y } = of
  const near = nearSide(of, largest)
  const far = nearSide({ a: b, b: a, x: y, y: x }, largest)
  const isNear = `${x} * (${a} + ${b} + 2) < ${a} + 1`
  return tail === 'lower'
    ? `(CASE WHEN ${x} <= 0 THEN 0.0 WHEN ${y} <= 0 THEN 1.0 WHEN ${isNear} THEN ${near} ELSE 1 - ${far} END)`
    : `(CASE WHEN ${x} <= 0 THEN 1.0 WHEN ${y} <= 0 THEN 0.0 WHEN ${isNear} THEN 1 - ${near} ELSE ${far} END)`
}
