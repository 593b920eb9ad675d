import type { ExpressionType, SqlValue } from '../expressions/functions/sql-value.js'
import { type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import { byKey, type GroupKey, type KeyTable, plainKey } from '../plan/group-key.js'
import type { PrintFrame } from './print-frame.js'
import type { PrintedRows } from './printed-rows.js'
import { printScalar, withoutAggregates } from './scalar.js'

/** A calculated key is its number, its text, or both. */
const sidesOfKey: Readonly<Record<ExpressionType, readonly ('number' | 'text')[]>> = {
  number: ['number'],
  truth: ['number'],
  text: ['text'],
  dual: ['number', 'text'],
}

const prefixes: KeyTable<readonly string[]> = {
  field: () => ['d'],
  calculated: ({ expression }) => ['d', 'e'].slice(0, sidesOfKey[typeOf(expression)].length),
  limited: ({ key }) => [...byKey(key, prefixes), 'o'],
}

/**
 * Names of the columns that rows are grouped by: `d0`, and `e0` for the text of a key that is a number and a text; then `o0`
 * for what a row is of a limited key.
 */
export const keyNames = (key: GroupKey, position: number): readonly string[] =>
  byKey(key, prefixes).map((prefix) => `${prefix}${position}`)

/** Those that are its value. */
export const valueNames = (key: GroupKey, position: number): readonly string[] => keyNames(plainKey(key), position)

/** What tells of a limited key whether a row is of a value that is kept. */
export const limitedName = (position: number): string => `o${position}`

/** The columns of a key in rows, in the order of their names: of a field, its element numbers. */
export const keyValues = (frame: PrintFrame, key: GroupKey, rows: PrintedRows): readonly string[] =>
  byKey<readonly string[]>(key, {
    field: ({ field }) => [rows.elementOf(field)],
    calculated: ({ expression }) => {
      const value = printKey(frame, expression, rows)
      return sidesOfKey[typeOf(expression)].map((side) => value[side])
    },
    limited: () => {
      throw new Error('rows have no values of a limited key before these are known')
    },
  })

const printKey = (frame: PrintFrame, expression: TypedExpression, rows: PrintedRows): SqlValue =>
  printScalar(frame, expression, {
    field: rows.valueOf,
    aggr: rows.aggrValue,
    ...withoutAggregates,
    listed: rows.listedValue,
  })

/**
 * Prints the text of a key from its number, where that alone decides it: so it is written once for each group, not for each
 * row.
 */
export const textOfKey = (
  frame: PrintFrame,
  key: GroupKey,
  rows: PrintedRows,
): ((number: string) => string) | undefined =>
  key.kind === 'calculated' && typeOf(key.expression) === 'dual'
    ? printKey(frame, key.expression, rows).textOf
    : undefined

/** A value from its columns: its number, its text, or both. */
export const columnValue = (
  { dialect }: PrintFrame,
  type: ExpressionType,
  [first = '', second = first]: readonly string[],
): SqlValue => {
  if (type === 'text') return dialect.value.text(() => first)
  if (type === 'dual') return dialect.value.both(type, { number: () => first, text: () => second })
  return dialect.value.number(() => first)
}

/** Which of the groups that carried keys tell apart is at the first row of those that agree in the keys. */
export const isFirst = 'is_first'

export const allKeyNames = (keys: readonly GroupKey[]): readonly string[] => keys.flatMap(keyNames)

/** The columns of a key at a position, of the rows that an alias names. */
export const keyColumnsOf = (alias: string, key: GroupKey, position: number): readonly string[] =>
  keyNames(key, position).map((name) => `${alias}.${name}`)

/** Holds for rows that have a value of a key: of a number and a text, one of them. */
export const isPresent = (columns: readonly string[]): string =>
  `(${columns.map((column) => `${column} IS NOT NULL`).join(' OR ')})`

/** Holds for two rows that have the same value of a key. A missing value is the same as none. */
export const sameValue = ({ dialect }: PrintFrame, left: readonly string[], right: readonly string[]): string =>
  left.length === 1
    ? `${left[0]} = ${right[0]}`
    : [...left.map((column, side) => dialect.same(column, right[side] ?? '')), isPresent(left)].join(' AND ')
