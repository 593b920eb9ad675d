import type { DataScope } from './data-scope.js'

/** A scope that restricts fields by itself. */
export type ConstrainedScope = Extract<DataScope, { readonly kind: 'alternatives' }>

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

export const isConstrained = (value: unknown): value is ConstrainedScope =>
  isObject(value) && 'kind' in value && value.kind === 'alternatives'

/** What plain data is made of. Lists of numbers may be long, and hold no scope. */
export const partsOf = (value: object): readonly unknown[] => {
  if (Array.isArray(value)) return typeof value[0] === 'number' ? [] : value
  return value instanceof Map ? [...value].flat() : Object.values(value)
}

/** All scopes in plain data, however deep: conditions hold some, too. */
export const scopesWithin = (data: object): readonly ConstrainedScope[] => {
  const seen = new Set<object>([data])
  // What is added while it is gone through comes later.
  for (const value of seen) for (const part of partsOf(value)) if (isObject(part)) seen.add(part)
  return [...seen].filter(isConstrained)
}
