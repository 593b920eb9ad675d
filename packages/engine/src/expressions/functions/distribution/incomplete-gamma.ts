import { backward, maxParameter, recurrence } from './backward.js'

/** Which side of a value the probability is on. */
export type Tail = 'lower' | 'upper'

/**
 * SQL of the regularised incomplete gamma function: by its series below a + 1, by its continued fraction above. Missing
 * where a is beyond the largest parameter.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29 and 6.5.31.
 *
 * @param a SQL that may be repeated, above zero
 * @param x SQL that may be repeated
 */
export const incompleteGamma = (a: string, x: string, tail: Tail, largest: number = maxParameter): string => {
  const factor = `exp(${a} * ln(${x}) - ${x} - lgamma(${a}))`
  const series = backward(a, largest, (size) =>
    recurrence(60 + 10 * Math.sqrt(size), '1.0', `1 + ${x} / (${a} + k) * s`),
  )
  const fraction = backward(a, largest, (size) =>
    recurrence(85 + 10 * Math.sqrt(size), '1e300', `${x} + 2 * k - 1 - ${a} - k * (k - ${a}) / s`),
  )
  const below = `${factor} / ${a} * ${series}`
  const above = `${factor} / ${fraction}`
  return tail === 'lower'
    ? `(CASE WHEN ${x} <= 0 THEN 0.0 WHEN ${x} < ${a} + 1 THEN ${below} ELSE 1 - ${above} END)`
    : `(CASE WHEN ${x} <= 0 THEN 1.0 WHEN ${x} < ${a} + 1 THEN 1 - ${below} ELSE ${above} END)`
}
