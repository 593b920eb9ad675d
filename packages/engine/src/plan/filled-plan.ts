import type { Constraint } from './data-scope.js'
import type { OpenValues } from './scope-shape.js'
import { type ConstrainedScope, isConstrained, isObject, partsOf } from './scopes-within.js'
import type { AllowedElements } from './symbol-condition.js'

/** Plain data in which the values of some fields can be replaced wherever a scope restricts them. */
export interface Fillable<T> {
  /** The same data with other values; what no scope with such a field is in is the same object. */
  readonly filledWith: (values: OpenValues) => T
}

/** @param fields those whose values will be replaced */
export const fillable = <T>(data: T, fields: ReadonlySet<number>): Fillable<T> => {
  const around = objectsAround(data, fields)
  return {
    filledWith: (values) => {
      const made = new Map<object, object>()
      const filled = (value: unknown): unknown => {
        if (!isObject(value) || !around.has(value)) return value
        const known = made.get(value)
        if (known) return known
        const replaced = isConstrained(value) ? filledScope(value, values, filled) : eachFilled(value, filled)
        made.set(value, replaced)
        return replaced
      }
      return filled(data) as T
    },
  }
}

/** Values that are not replaced are listed, or a condition in which others may be. */
const filledScope = (
  { kind, alternatives }: ConstrainedScope,
  values: OpenValues,
  filled: (part: unknown) => unknown,
): ConstrainedScope => ({
  kind,
  alternatives: alternatives.map(
    (constraint): Constraint =>
      new Map(
        [...constraint].map(([field, allowed]) => [field, values.get(field) ?? (filled(allowed) as AllowedElements)]),
      ),
  ),
})

const eachFilled = (value: object, filled: (part: unknown) => unknown): object => {
  if (Array.isArray(value)) return value.map(filled)
  if (value instanceof Map) return new Map([...value].map(([key, part]) => [filled(key), filled(part)]))
  const copy: Record<string, unknown> = { ...value }
  for (const name in copy) copy[name] = filled(copy[name])
  return copy
}

/** All that holds, however deep, a scope that restricts one of the fields. */
const objectsAround = (data: unknown, fields: ReadonlySet<number>): ReadonlySet<object> => {
  const holds = new Map<object, boolean>()
  const look = (value: unknown): boolean => {
    if (!isObject(value)) return false
    const known = holds.get(value)
    if (known !== undefined) return known
    holds.set(value, false)
    const within = partsOf(value).filter(look).length > 0
    const found = within || (isConstrained(value) && restricts(value, fields))
    holds.set(value, found)
    return found
  }
  look(data)
  return new Set([...holds].flatMap(([value, found]) => (found ? [value] : [])))
}

const restricts = ({ alternatives }: ConstrainedScope, fields: ReadonlySet<number>): boolean =>
  alternatives.some((constraint) => [...constraint.keys()].some((field) => fields.has(field)))
