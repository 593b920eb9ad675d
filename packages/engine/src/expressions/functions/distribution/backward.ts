/** Sizes up to which the same number of terms serves; beyond the last, nothing is computed. */
const sizes = [4, 100, 10_000, 1_000_000] as const

/** The largest parameter of a distribution. */
export const maxParameter = sizes[3]

/** The largest parameter of a distribution whose inverse is looked for in many steps. */
export const maxParameterOfInverse = sizes[2]

/**
 * SQL of a series or a continued fraction, computed from its far end backwards. The number of terms grows with the root of
 * a parameter, in a few steps: within a call of the database's `list_reduce` all rows must have lists of one length, as it
 * mixes up their other values where some lists end before others.
 *
 * @param largest what the parameter is at most
 * @param print prints the recurrence over a number of terms; the parameter is below the given size
 */
export const backward = (parameter: string, largest: number, print: (size: number) => string): string => {
  const cases = sizes
    .filter((size) => size <= largest)
    .map((size) => `WHEN ${parameter} <= ${size} THEN ${print(size)}`)
  return `(CASE ${cases.join(' ')} END)`
}

/** SQL of the recurrence itself: `next` reads `s`, what comes after, and `k`, which counts down from the number of terms. */
export const recurrence = (terms: number, end: string, next: string): string =>
  `list_reduce(range(${Math.ceil(terms)}, 0, -1)::DOUBLE[], lambda s, k: ${next}, ${end}::DOUBLE)`
