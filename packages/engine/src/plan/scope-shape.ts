import type { DataScope } from './data-scope.js'
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

/**
 * Tells the shape of scopes. A field is open where all of them that restrict it allow the same values: which ones these are
 * changes nothing in how the scopes relate to each other. `undefined` where there are too many, or values are told by a
 * condition.
 */
export const shapeOf = (scopes: readonly DataScope[]): ScopeShape | undefined => {
  const allowed = scopes.flatMap(constraintsOf)
  if (allowed.length > maxConstraints) return undefined
  const values = new Map<number, { readonly elements: AllowedElements; readonly digest: string; open: boolean }>()
  const digests: string[] = []
  for (const [field, elements] of allowed) {
    const digest = symbolsAllowed(elements)?.digest()
    if (digest === undefined) return undefined
    digests.push(digest)
    const known = values.get(field)
    if (!known) values.set(field, { elements, digest, open: true })
    else if (known.digest !== digest) known.open = false
  }
  const restriction = (field: number): string => {
    const digest = digests.shift() ?? ''
    return values.get(field)?.open ? String(field) : `${field}=${digest}`
  }
  const textOf = (scope: DataScope): string =>
    scope.kind === 'alternatives'
      ? `[${scope.alternatives.map((constraint) => [...constraint.keys()].map(restriction).join(' & ')).join(' | ')}]`
      : `${scope.kind}(${textOf(scope.left)} ${textOf(scope.right)})`
  const text = scopes.map(textOf).join('\n')
  return {
    text,
    open: new Map([...values].flatMap(([field, { elements, open }]) => (open ? [[field, elements]] : []))),
  }
}

const constraintsOf = (scope: DataScope): readonly (readonly [field: number, allowed: AllowedElements])[] =>
  scope.kind === 'alternatives'
    ? scope.alternatives.flatMap((constraint) => [...constraint])
    : [...constraintsOf(scope.left), ...constraintsOf(scope.right)]
