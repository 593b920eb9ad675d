import { intervalText } from '../expressions/functions/formatting/interval-text.js'
import type { ValueKind } from '../model/data-model.js'
import { quoteText } from './sql-text.js'

/** How a column of the app's data becomes dual values. `column` is a quoted SQL column reference. */
export interface DualConversion {
  readonly kind: ValueKind
  /** SQL that is NULL for values that count as NULL, such as NaN. */
  readonly value: (column: string) => string
  /** SQL of the numeric side, as DOUBLE; `null` for text. */
  readonly num: ((column: string) => string) | null
  /** SQL of all values that the type declares, as a list in their order; default: the type declares none. */
  readonly declared?: string
  /** Whether the value is a duration, rather than a time of day. */
  readonly duration?: true
  /** Whether its type holds whole numbers only, of any number of digits. */
  readonly whole?: true
  /** How many digits its type has room for before and after the point, where it says so. */
  readonly digits?: { readonly whole: number; readonly decimals: number }
  /** SQL of the text side. Two values are the same symbol exactly if their texts are equal. */
  readonly text: (column: string) => string
}

const sameValue = (column: string) => column
const asText = (column: string) => `CAST(${column} AS VARCHAR)`
const asDouble = (column: string) => `CAST(${column} AS DOUBLE)`

const integer: DualConversion = { kind: 'number', value: sameValue, num: asDouble, text: asText, whole: true }

/** Whole doubles are written without a fraction, so that 1 and 1.0 of two tables associate. */
export const doubleText = (column: string) =>
  `CASE WHEN ${column} = trunc(${column}) AND abs(${column}) < 1e15 THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END`

const double: DualConversion = {
  kind: 'number',
  value: (column) => `CASE WHEN isfinite(CAST(${column} AS DOUBLE)) THEN ${asDouble(column)} END`,
  num: sameValue,
  text: doubleText,
}

/** QIX counts days from 30 December 1899; those of the last timestamps have more microseconds than 64 bits hold. */
const daysSinceEpoch = (column: string) =>
  `((CAST(epoch_us(CAST(${column} AS TIMESTAMP)) AS HUGEINT) + ${25_569 * 86_400_000_000}) / 86400000000.0)`

const text: DualConversion = { kind: 'text', value: asText, num: null, text: sameValue }

/**
 * A value of an enumeration has its position in the declaration, from 1, as number and as load order: so authors order
 * months or classes, as duals do in Qlik scripts.
 */
const enumeration = (type: string): DualConversion => ({
  kind: 'text',
  value: sameValue,
  num: (column) => `(CAST(enum_code(${column}) AS DOUBLE) + 1)`,
  declared: `enum_range(CAST(NULL AS ${type}))`,
  text: asText,
})

const finite = (column: string) => `CASE WHEN isfinite(${column}) THEN ${column} END`

const date: DualConversion = {
  kind: 'date',
  value: finite,
  num: (column) => `CAST(${column} - DATE '1899-12-30' AS DOUBLE)`,
  text: (column) => `strftime(${column}, '%Y-%m-%d')`,
}

const timestamp: DualConversion = {
  kind: 'timestamp',
  value: (column) => `CASE WHEN isfinite(${column}) THEN CAST(${column} AS TIMESTAMP) END`,
  num: daysSinceEpoch,
  text: asText,
}

const time: DualConversion = {
  kind: 'time',
  value: (column) => `CAST(${column} AS TIME)`,
  num: (column) => `(epoch_us(${column}) / 86400000000.0)`,
  text: asText,
}

/** A duration is a number of days, a month of it 30; hours run on. */
const days = (column: string) => `(epoch(${column}) / 86400.0)`

const duration: DualConversion = {
  kind: 'time',
  value: sameValue,
  num: days,
  text: (column) => intervalText(days(column), 'hh:mm:ss[.fff]', quoteText),
  duration: true,
}

/** 1 and 0, so that the sum of a flag counts it. */
const boolean: DualConversion = { kind: 'boolean', value: sameValue, num: asDouble, text: asText }

const conversions: ReadonlyMap<string, DualConversion> = new Map([
  ...(
    [
      ['TINYINT', 3],
      ['SMALLINT', 5],
      ['INTEGER', 10],
      ['BIGINT', 19],
      ['HUGEINT', 39],
      ['UTINYINT', 3],
      ['USMALLINT', 5],
      ['UINTEGER', 10],
      ['UBIGINT', 20],
      ['UHUGEINT', 39],
    ] as const
  ).map(([type, whole]) => [type, { ...integer, digits: { whole, decimals: 0 } }] as const),
  ...['FLOAT', 'DOUBLE'].map((type) => [type, double] as const),
  ['INTERVAL', duration],
  ...['VARCHAR', 'UUID', 'JSON'].map((type) => [type, text] as const),
  ['DATE', date],
  ...['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'TIMESTAMP WITH TIME ZONE'].map(
    (type) => [type, timestamp] as const,
  ),
  ['TIME', time],
  ['BOOLEAN', boolean],
])

const decimal = (type: string): DualConversion | undefined => {
  const [, width, scale] = type.match(/^DECIMAL\((\d+),(\d+)\)$/) ?? []
  if (width === undefined || scale === undefined) return undefined
  return { ...double, digits: { whole: Number(width) - Number(scale), decimals: Number(scale) } }
}

/**
 * The conversion of a DuckDB column type such as `DECIMAL(18,3)`; `undefined` for types that hold no single value
 * (lists, structs, blobs).
 */
export const dualConversion = (type: string): DualConversion | undefined => {
  if (type.endsWith(']')) return undefined
  const name = type.replace(/\(.*$/s, '')
  return name === 'ENUM' ? enumeration(type) : (decimal(type) ?? conversions.get(name))
}
