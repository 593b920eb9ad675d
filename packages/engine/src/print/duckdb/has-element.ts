import type { BindElements } from '../dialect.js'

/** A list that is not contiguous is a set to probe: searching a bound list costs each row its length. */
export const hasElement = (column: string, elements: readonly number[], bind: BindElements): string =>
  withinBounds(column, elements, bind) ?? `${column} IN (SELECT unnest(${bind(elements)}))`

/** An inner join with few, different numbers is looked up by their place, which IN is not. */
export const elementJoin = (
  column: string,
  alias: string,
  elements: readonly number[],
  bind: BindElements,
): string | undefined =>
  areContiguous(elements)
    ? undefined
    : `JOIN (SELECT unnest(${bind(elements)}) AS listed) AS ${alias} ON ${alias}.listed = ${column}`

const areContiguous = (elements: readonly number[]): boolean =>
  (elements.at(-1) ?? 0) - (elements[0] ?? 0) === elements.length - 1

const withinBounds = (column: string, elements: readonly number[], bind: BindElements): string | undefined => {
  if (!areContiguous(elements)) return undefined
  const [first = 0] = elements
  const last = elements.at(-1) ?? first
  return first === last ? `${column} = ${bind(first)}` : `${column} BETWEEN ${bind(first)} AND ${bind(last)}`
}
