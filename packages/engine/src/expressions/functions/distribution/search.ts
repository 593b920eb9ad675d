import { computedOnce } from '../computed-once.js'

/** Halvings that come close to a value, and the steps of Newton's method that double its digits from there. */
const halvings = 22
const refinements = 4
const limit = 700

/** A probability that grows, or falls, along a line from -700 to 700. */
export interface ProbabilityAlongLine {
  /** SQL of the probability at a place, which is SQL that may be repeated. */
  readonly at: (place: string) => string
  /** SQL of how much it changes there; above zero whatever its direction. */
  readonly density: (place: string) => string
  readonly direction: 'grows' | 'falls'
}

/** SQL of where a probability, which is SQL that may be repeated, is reached; NULL where that is beyond the line. */
export const whereReached = ({ at, density, direction }: ProbabilityAlongLine, probability: string): string => {
  const [still, sign] = direction === 'grows' ? (['<=', '-'] as const) : (['>=', '+'] as const)
  const near = `list_reduce(list_transform(range(1, ${halvings + 1}), lambda i: ${2 * limit}.0::DOUBLE / pow(2, i)), lambda low, step: CASE WHEN ${at('(low + step)')} ${still} ${probability} THEN low + step ELSE low END, -${limit}.0::DOUBLE)`
  const refined = computedOnce(
    'd',
    { d: density('near') },
    ({ d }) =>
      `CASE WHEN ${d} > 0 AND abs(${at('near')} - ${probability}) < ${d} THEN near ${sign} (${at('near')} - ${probability}) / ${d} ELSE near END`,
  )
  const reached = `list_reduce(list_transform(range(0, ${refinements}), lambda i: i::DOUBLE), lambda near, i: ${refined}, ${near})`
  return computedOnce('u', { u: reached }, ({ u }) => `CASE WHEN abs(${u}) < ${limit - 1} THEN ${u} END`)
}

/**
 * SQL of the lowest whole number from 0 at which a condition no longer holds. A condition that holds must do so for all
 * numbers below.
 */
export const firstWhereNot = (holds: (at: string) => string): string =>
  `(list_reduce(list_transform(range(20, -1, -1), lambda i: pow(2, i)), lambda low, step: CASE WHEN ${holds('(low + step)')} THEN low + step ELSE low END, -1.0::DOUBLE) + 1)`
