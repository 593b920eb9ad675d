import { type AllowedElements, commonElements } from './symbol-condition.js'

/** Allowed values by field id; all entries hold together. An empty list allows nothing. */
export type Constraint = ReadonlyMap<number, AllowedElements>

/**
 * The part of the data that a query may touch: combinations of values that satisfy at least one of the alternatives, or
 * what an operation leaves of two such parts, table by table.
 */
export type DataScope =
  | { readonly kind: 'alternatives'; readonly alternatives: readonly Constraint[] }
  | {
      readonly kind: 'union' | 'intersection' | 'difference'
      readonly left: DataScope
      readonly right: DataScope
    }

/**
 * A constraint under others, of which one has to hold: nothing that it says can widen them. They are intersected one by
 * one, so that a combination has to satisfy the constraint and one and the same of them.
 *
 * @param allowed what a person may see
 */
export const constrainedScope = (allowed: readonly Constraint[], constraint: Constraint): DataScope => {
  const alternatives = allowed.map((reduction) => {
    const both = new Map(reduction)
    for (const [field, values] of constraint) {
      const within = both.get(field)
      both.set(field, within ? commonElements(within, values) : values)
    }
    return both
  })
  return { kind: 'alternatives', alternatives }
}

/** A scope as text: equal texts are equal parts of the data. */
export const scopeText = (scope: DataScope): string =>
  scope.kind === 'alternatives'
    ? JSON.stringify(
        scope.alternatives.map((constraint: Constraint) => [...constraint].sort(([a], [b]) => a - b)),
        (_, value: unknown) => (value instanceof Map ? [...value] : value),
      )
    : `${scope.kind}(${scopeText(scope.left)},${scopeText(scope.right)})`
