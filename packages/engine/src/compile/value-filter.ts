import type { FieldModel } from '../model/data-model.js'
import type { StatementValues } from './statement-values.js'

/** Up to this many symbols a bound list is searched faster than a set is built and probed; far beyond, it is ruinous. */
const maxListSymbols = 1_000

/**
 * SQL that holds where a column of element numbers has one of the given values.
 *
 * @param elements ascending, without duplicates
 */
export const valueFilter = (
  column: string,
  field: FieldModel,
  elements: readonly number[],
  values: StatementValues,
): string => {
  const [first] = elements
  const last = elements.at(-1)
  if (first === undefined || last === undefined) return 'FALSE'
  const type = field.symbolType
  if (first === last) return `${column} = ${values.bind(first)}::${type}`
  if (last - first === elements.length - 1) {
    return `${column} BETWEEN ${values.bind(first)}::${type} AND ${values.bind(last)}::${type}`
  }
  const list = `${values.bind(elements)}::${type}[]`
  return field.symbolCount <= maxListSymbols
    ? `list_contains(${list}, ${column})`
    : `${column} IN (SELECT unnest(${list}))`
}
