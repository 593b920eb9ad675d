import type { Cube, OrderTerm } from './cube.js'

/**
 * A cube with the rows that it shows, in order: what is computed after the groups, step by step. A page or the facts of
 * the same plan are asked for when it is printed.
 */
export interface CubePlan {
  readonly cube: Cube
  /** All have to hold for a row. */
  readonly conditions: readonly RowCondition[]
  /** The first term decides, where it does not tie. */
  readonly order: readonly OrderTerm[]
}

export type RowCondition =
  | { readonly kind: 'key is present'; readonly key: number }
  | { readonly kind: 'some measure is present'; readonly measures: readonly number[] }
  | { readonly kind: 'some measure is not zero'; readonly measures: readonly number[] }

/** Which rows of a cube are asked for. */
export interface Page {
  readonly offset: number
  readonly limit: number
}
