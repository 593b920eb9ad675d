import { numberValue, textValue, typedValue } from '../../expressions/functions/sql-value.js'
import { extremeText, textOrderKey, textOrderTerms } from '../../expressions/functions/text-order.js'
import type { AppFormats } from '../../format/app-formats.js'
import type { BoundType, ColumnType, Dialect, WindowClause } from '../dialect.js'
import { elementJoin, hasBit, hasElement } from './has-element.js'

const boundTypes = { number: 'DOUBLE', text: 'VARCHAR', count: 'BIGINT', bits: 'BIT' } as const

const boundType = (type: BoundType): string => (typeof type === 'object' ? type.elements : boundTypes[type])

const columnTypes: Readonly<Record<ColumnType, string>> = { number: 'DOUBLE', text: 'VARCHAR', element: 'INTEGER' }

const cast = (sql: string, type: ColumnType) => `CAST(${sql} AS ${columnTypes[type]})`

/** A row offset may be negative, and different in each row. */
const window = (call: string, { partition, order, between, ties }: WindowClause) => {
  const clauses = [
    ...(partition.length > 0 ? [`PARTITION BY ${partition.join(', ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(ties ? ['RANGE BETWEEN CURRENT ROW AND CURRENT ROW'] : []),
    ...(between ? [`ROWS BETWEEN ${between[0]} FOLLOWING AND ${between[1]} FOLLOWING`] : []),
  ]
  return `${call} OVER (${clauses.join(' ')})`
}

/** How DuckDB prints the statements of an app with these formats. */
export const duckdb = (formats: AppFormats): Dialect => ({
  name: 'duckdb',
  parameter: (position, type, list) => `$${position}::${boundType(type)}${list ? '[]' : ''}`,
  // A number that is read from a text has the digits of the text; a decimal literal may lose the last one.
  number: (value) => `'${Object.is(value, -0) ? '-0' : value}'::DOUBLE`,
  whole: (value, type) => `${value}::${boundType(type)}`,
  // Texts are bound, so that a dollar sign and a number begin a placeholder only.
  renumbered: (sql, position) => sql.replace(/\$(\d+)(?=::)/g, (_, old: string) => `$${position(Number(old))}`),
  cast,
  missing: (type) => cast('NULL', type),
  value: {
    number: (sql, literal) => numberValue(sql, literal ?? null, formats),
    text: (sql, literal) => textValue(sql, literal ?? null, formats),
    both: (type, sides) => typedValue(type, sides),
  },
  rowIdentity: (alias) => `${alias}.rowid`,
  rowsWhere: (table, alias, condition) => `(SELECT *, ${alias}.rowid FROM ${table} AS ${alias} WHERE ${condition})`,
  fits: (text, pattern) => `regexp_full_match(${text}, ${pattern})`,
  same: (a, b) => `${a} IS NOT DISTINCT FROM ${b}`,
  doesNotHold: (condition) => `(${condition}) IS NOT TRUE`,
  byteLength: (text) => `strlen(${text})`,
  places: (list) => `SELECT unnest(${list}) AS elem, generate_subscripts(${list}, 1) AS place`,
  ordered: (sql, direction) => `${sql} ${direction === 1 ? 'ASC' : 'DESC'} NULLS LAST`,
  textOrder: (text) => textOrderTerms(text, formats),
  extremeText: (which, text) => extremeText(which, text, textOrderKey(formats)?.(text)),
  textOrderKey: textOrderKey(formats),
  window,
  position: (numbers) => `[${numbers.join(', ')}]`,
  first: (columns, position) => `arg_min({${columns.map((name) => `'${name}': ${name}`).join(', ')}}, ${position})`,
  valueOfFirst: (column, position) => `arg_min_null(${column}, ${position})`,
  member: (first, column) => `${first}.${column}`,
  series: (count) => `(SELECT range AS i FROM range(${count}))`,
  page: (limit, offset) => `LIMIT ${limit} OFFSET ${offset}`,
  computedOnce: (name, query) => `${name} AS MATERIALIZED (${query})`,
  hasElement,
  hasBit,
  elementJoin,
})
