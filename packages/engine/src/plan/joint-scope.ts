import { countOfBoth, isSameSet, union } from '../model/symbol-set.js'
import type { Constraint, DataScope } from './data-scope.js'
import { type AllowedElements, allowedSymbols, symbolsAllowed } from './symbol-condition.js'

/** Alternatives that are compared with each other: of more, it takes longer than reading rows again. */
const maxAlternatives = 60

/**
 * All that is in at least one of some scopes, told as shortly as can be: of two constraints of which one allows what the
 * other does only the wider stays, and two that differ in the values of one field become one. `undefined` where a scope is no
 * list of alternatives, or there are too many.
 */
export const jointScope = (scopes: readonly DataScope[]): DataScope | undefined => {
  const alternatives: Constraint[] = []
  let told = 0
  for (const scope of scopes) {
    if (scope.kind !== 'alternatives') return undefined
    told += scope.alternatives.length
    if (told > maxAlternatives) return undefined
    for (const constraint of scope.alternatives) add(alternatives, constraint)
  }
  const joint: DataScope = { kind: 'alternatives', alternatives }
  return scopes.find((scope) => isSame(scope, alternatives)) ?? joint
}

/**
 * What is left to be tested of a scope for what is within a joint one: all values that both allow alike are as they are to
 * be already.
 */
export const withinJoint = (joint: DataScope, scope: DataScope): DataScope => {
  if (joint.kind !== 'alternatives' || scope.kind !== 'alternatives') return scope
  const [wide, ...others] = joint.alternatives
  const [own, ...further] = scope.alternatives
  if (!wide || !own || others.length + further.length > 0) return scope
  const left = [...own].filter(([field, allowed]) => !isEqual(allowed, wide.get(field)))
  return { kind: 'alternatives', alternatives: [new Map(left)] }
}

/**
 * What is left to be tested of a scope for what is within a wider one; `undefined` where that one is not sure to be wider.
 */
export const testedWithin = (wide: DataScope, scope: DataScope): DataScope | undefined => {
  if (wide.kind !== 'alternatives' || scope.kind !== 'alternatives') return undefined
  const [around, ...others] = wide.alternatives
  const [own, ...further] = scope.alternatives
  if (!around || !own || others.length + further.length > 0 || !allowsAll(around, own)) return undefined
  return withinJoint(wide, scope)
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
  const [left, right] = [own && symbolsAllowed(own), other && symbolsAllowed(other)]
  if (field === undefined || others.length > 0 || !left || !right) return undefined
  return new Map([...a, [field, allowedSymbols(union(left, right))]])
}

/** Whether all that one constraint allows is allowed by another. */
const allowsAll = (wide: Constraint, narrow: Constraint): boolean =>
  [...wide].every(([field, allowed]) => {
    const own = narrow.get(field)
    return own !== undefined && (isEqual(allowed, own) || isWithin(own, allowed))
  })

const isWithin = (narrow: AllowedElements, wide: AllowedElements): boolean => {
  const [few, many] = [symbolsAllowed(narrow), symbolsAllowed(wide)]
  return few !== undefined && many !== undefined && countOfBoth(few, many) === few.size
}

const isEqual = (a: AllowedElements, b: AllowedElements | undefined): boolean => {
  if (a === b || b === undefined) return a === b
  const [left, right] = [symbolsAllowed(a), symbolsAllowed(b)]
  return left !== undefined && right !== undefined && isSameSet(left, right)
}
