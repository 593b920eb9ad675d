import type { ExpressionType, SqlValue } from '../expressions/functions/sql-value.js'
import { typeOf } from '../expressions/typed-expression.js'
import { byKey, type GroupKey, type KeyTable } from '../plan/group-key.js'
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
}

/** Names of the columns that rows are grouped by: `d0`, and `e0` for the text of a key that is a number and a text. */
export const keyNames = (key: GroupKey, position: number): readonly string[] =>
  byKey(key, prefixes).map((prefix) => `${prefix}${position}`)

/** The columns of a key in rows, in the order of their names: of a field, its element numbers. */
export const keyValues = (frame: PrintFrame, key: GroupKey, rows: PrintedRows): readonly string[] =>
  byKey<readonly string[]>(key, {
    field: ({ field }) => [rows.elementOf(field)],
    calculated: ({ expression }) => {
      const value = printScalar(frame, expression, {
        field: rows.valueOf,
        aggr: rows.aggrValue,
        ...withoutAggregates,
        listed: rows.listedValue,
      })
      return sidesOfKey[typeOf(expression)].map((side) => value[side])
    },
  })

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

export const allKeyNames = (keys: readonly GroupKey[]): readonly string[] => keys.flatMap(keyNames)
