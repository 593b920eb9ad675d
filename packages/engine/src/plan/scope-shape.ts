import type { DataScope } from './data-scope.js'
import { isConstrained, scopesWithin } from './scopes-within.js'
import { type AllowedElements, symbolsAllowed } from './symbol-condition.js'

/**
 * What scopes are like, whatever values are allowed in some of their fields: two groups of scopes of one shape differ in these
 * values alone.
 */
export interface ScopeShape {
  readonly text: string
  /** The values of the fields that are left open. */
  readonly open: OpenValues
}

/** What is allowed, by field. */
export type OpenValues = ReadonlyMap<number, AllowedElements>

/** Constraints that are compared: of more, it takes longer than to plan. */
const maxConstraints = 100

/** Characters of a shape, which is kept with a plan: conditions hold whole cubes. */
const maxCharacters = 20_000

/**
 * Tells the shape of scopes. A field is open where all of them that restrict it allow the same values, those within conditions
 * too: which ones these are changes nothing in how the scopes relate to each other. Conditions are told in full, but for open
 * values within them. `undefined` where there are too many constraints, or it is long.
 */
export const shapeOf = (scopes: readonly DataScope[]): ScopeShape | undefined => {
  const values = new Map<number, { readonly elements: AllowedElements; readonly digest: string; open: boolean }>()
  let constraints = 0
  for (const { alternatives } of scopesWithin(scopes))
    for (const constraint of alternatives) {
      constraints += constraint.size
      if (constraints > maxConstraints) return undefined
      for (const [field, elements] of constraint) {
        const digest = symbolsAllowed(elements)?.digest()
        const known = values.get(field)
        if (!known) values.set(field, { elements, digest: digest ?? '', open: digest !== undefined })
        else if (known.digest !== digest) known.open = false
      }
    }
  const restriction = (field: number, allowed: AllowedElements) =>
    values.get(field)?.open ? [field] : [field, symbolsAllowed(allowed)?.digest() ?? allowed]
  const text = JSON.stringify(scopes, (_, value: unknown) => {
    if (isConstrained(value))
      return value.alternatives.map((constraint) => [...constraint].map((entry) => restriction(...entry)))
    return value instanceof Map ? [...value] : value
  })
  if (text.length > maxCharacters) return undefined
  return {
    text,
    open: new Map([...values].flatMap(([field, { elements, open }]) => (open ? [[field, elements]] : []))),
  }
}
