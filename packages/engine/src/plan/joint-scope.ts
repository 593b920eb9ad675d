import type { Constraint, DataScope } from './data-scope.js'
import { type AllowedElements, isListed } from './symbol-condition.js'

/**
 * All that is in at least one of some scopes, told as shortly as can be: of two constraints of which one allows what the
 * other does only the wider stays, and two that differ in the values of one field become one.
 */
export const jointScope = (scopes: readonly DataScope[]): DataScope | undefined => {
  const alternatives: Constraint[] = []
  for (const scope of scopes) {
    if (scope.kind !== 'alternatives') return undefined
    for (const constraint of scope.alternatives) add(alternatives, constraint)
  }
  const joint: DataScope = { kind: 'alternatives', alternatives }
  return scopes.find((scope) => isSame(scope, alternatives)) ?? joint
}

const isSame = (scope: DataScope, alternatives: readonly Constraint[]): boolean =>
  scope.kind === 'alternatives' &&
  scope.alternatives.length === alternatives.length &&
  scope.alternatives.every((own, index) => alternatives[index] && allowsAll(own, alternatives[index]))

const add = (alternatives: Constraint[], constraint: Constraint): void => {
  let added = constraint
  for (let index = 0; index < alternatives.length; ) {
    const known = alternatives[index]
    const both = known && joined(known, added)
    if (!both) {
      index++
      continue
    }
    // What has become wider may be joined to one that it could not be before.
    alternatives.splice(index, 1)
    added = both
    index = 0
  }
  alternatives.push(added)
}

const joined = (a: Constraint, b: Constraint): Constraint | undefined => {
  if (allowsAll(a, b)) return a
  if (allowsAll(b, a)) return b
  if (a.size !== b.size) return undefined
  const different = [...a].filter(([field, allowed]) => !isEqual(allowed, b.get(field)))
  const [[field, own] = [], ...others] = different
  const other = field === undefined ? undefined : b.get(field)
  if (field === undefined || others.length > 0 || !own || !other || !isListed(own) || !isListed(other)) return undefined
  return new Map([...a, [field, [...new Set([...own, ...other])].sort((x, y) => x - y)]])
}

/** Whether all that one constraint allows is allowed by another. */
const allowsAll = (wide: Constraint, narrow: Constraint): boolean =>
  [...wide].every(([field, allowed]) => {
    const own = narrow.get(field)
    return own !== undefined && (isEqual(allowed, own) || isWithin(own, allowed))
  })

const isWithin = (narrow: AllowedElements, wide: AllowedElements): boolean => {
  if (!isListed(narrow) || !isListed(wide) || narrow.length > wide.length) return false
  const allowed = new Set(wide)
  return narrow.every((element) => allowed.has(element))
}

const isEqual = (a: AllowedElements, b: AllowedElements | undefined): boolean =>
  a === b || (b !== undefined && isListed(a) && isListed(b) && a.length === b.length && isWithin(a, b))
