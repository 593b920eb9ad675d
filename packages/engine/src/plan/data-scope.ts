import { type AllowedElements, commonElements, symbolsAllowed } from './symbol-condition.js'

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

/** A scope as text, made once for each scope: equal texts are equal parts of the data. */
export const scopeText = (scope: DataScope): string => {
  const before = texts.get(scope)
  if (before !== undefined) return before
  const text =
    scope.kind === 'alternatives'
      ? `[${scope.alternatives.map(constraintText).join()}]`
      : `${scope.kind}(${scopeText(scope.left)},${scopeText(scope.right)})`
  texts.set(scope, text)
  return text
}

const texts = new WeakMap<DataScope, string>()

const constraintText = (constraint: Constraint): string =>
  JSON.stringify([...constraint].sort(([a], [b]) => a - b).map(([field, allowed]) => [field, allowedText(allowed)]))

/** Values that are known are their digest, however they are told. */
const allowedText = (allowed: AllowedElements): string =>
  symbolsAllowed(allowed)?.digest() ??
  JSON.stringify(allowed, (_, value: unknown) => (value instanceof Map ? [...value] : value))
