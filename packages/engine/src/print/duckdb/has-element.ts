import type { BindElements } from '../dialect.js'

/** A list that is not contiguous is a set to probe: searching a bound list costs each row its length. */
export const hasElement = (column: string, elements: readonly number[], bind: BindElements): string => {
  const first = elements[0] ?? 0
  const last = elements.at(-1) ?? first
  if (first === last) return `${column} = ${bind(first)}`
  if (last - first === elements.length - 1) return `${column} BETWEEN ${bind(first)} AND ${bind(last)}`
  return `${column} IN (SELECT unnest(${bind(elements)}))`
}
