import type { ExpressionType } from './functions/sql-value.js'

/** Values that are written in the expression rather than held in a table: a dimension of their own. */
export type ListedValues =
  | { readonly kind: 'list'; readonly values: readonly (number | string)[] }
  | { readonly kind: 'loop'; readonly from: number; readonly step: number; readonly count: number }

/** What listed values evaluate to. */
export const typeOfListed = (listed: ListedValues): ExpressionType => {
  if (listed.kind === 'loop') return 'number'
  const types = new Set(listed.values.map((value) => typeof value))
  if (types.size > 1) return 'dual'
  return types.has('number') ? 'number' : 'text'
}

/** Equal lists are one dimension, wherever they are written. */
export const sameListed = (a: ListedValues, b: ListedValues): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A list as it is written in an expression. */
export const describeListed = (listed: ListedValues): string => {
  if (listed.kind === 'list') {
    return `ValueList(${listed.values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')})`
  }
  const { from, step, count } = listed
  return `ValueLoop(${[from, from + step * (count - 1), step].join(', ')})`
}
