import type { Constraint, DataScope } from './data-scope.js'
import type { OpenValues } from './scope-shape.js'

type Scope = Extract<DataScope, { readonly kind: 'alternatives' }>

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
        const replaced = isScope(value) ? filledScope(value, values) : eachFilled(value, filled)
        made.set(value, replaced)
        return replaced
      }
      return filled(data) as T
    },
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isScope = (value: object): value is Scope => 'kind' in value && value.kind === 'alternatives'

const filledScope = ({ kind, alternatives }: Scope, values: OpenValues): Scope => ({
  kind,
  alternatives: alternatives.map(
    (constraint): Constraint =>
      new Map([...constraint].map(([field, allowed]) => [field, values.get(field) ?? allowed])),
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
    const found = isScope(value)
      ? value.alternatives.some((constraint) => [...constraint.keys()].some((field) => fields.has(field)))
      : partsOf(value).filter(look).length > 0
    holds.set(value, found)
    return found
  }
  look(data)
  return new Set([...holds].flatMap(([value, found]) => (found ? [value] : [])))
}

/** Lists of numbers may be long, and hold no scope. */
const partsOf = (value: object): readonly unknown[] => {
  if (Array.isArray(value)) return typeof value[0] === 'number' ? [] : value
  return value instanceof Map ? [...value].flat() : Object.values(value)
}
