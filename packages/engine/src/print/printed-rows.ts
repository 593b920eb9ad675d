import type { SqlValue } from '../expressions/functions/sql-value.js'
import type { ListedValues } from '../expressions/listed-values.js'
import { type Aggr, typeOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { DataScope } from '../plan/data-scope.js'
import type { GroupKey } from '../plan/group-key.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import type { PrintFrame } from './print-frame.js'

/** Rows that columns can be read from; joins for columns are made once these have been asked for. */
export interface PrintedRows {
  /** The element number of a field, which tells just as well as its value whether there is one, and costs less. */
  readonly elementOf: (field: FieldModel) => string
  /** Whether each row has a value of a field, as far as it is known. */
  readonly isFilled: (field: FieldModel) => boolean
  /** The number of a field as it is stored; `undefined` for a text. */
  readonly storedNumberOf: (field: FieldModel) => string | undefined
  /** The number of a field as a whole number of its last decimal; `undefined` where it is not stored. */
  readonly unitsOf: (field: FieldModel) => string | undefined
  /** Where the text of a field stands among all of its texts. */
  readonly textRankOf: (field: FieldModel) => string
  readonly valueOf: (field: FieldModel) => SqlValue
  /** The value of an `Aggr` that the rows are of, or that belongs to each. */
  readonly aggrValue: (aggr: Aggr) => SqlValue
  /** Of listed values the one of the row. */
  readonly listedValue: (listed: ListedValues) => SqlValue
  /** Holds for the rows that count, where others only tell values of keys. */
  readonly counted?: string
  /** Holds for the rows that are within a scope; of rows of no table there is none to be within. */
  readonly isWithin: (scope: DataScope) => string
  /** Where a row stands in the load order of the rows. */
  readonly place: () => string
  /** The columns of a key, in the order of their names. */
  readonly keyColumns: (key: GroupKey) => readonly string[]
  /** Prints `FROM ...`, after all columns have been asked for. */
  readonly fromSql: () => string
}

/** What rows say that are of no table. */
export const withoutScopes = {
  isFilled: () => false,
  isWithin: (): never => {
    throw new Error('only rows of tables are within a scope')
  },
}

/** Joins symbol tables of fields to rows, each where it is asked for, once. */
export const symbolJoins = (elementOf: (field: FieldModel) => string) => {
  const joins = new Map<number, string>()
  return {
    column: (field: FieldModel, column: 'num' | 'text' | 'text_rank'): string => {
      const alias = `v${field.id}`
      joins.set(field.id, `LEFT JOIN ${symbolTable(field.id)} AS ${alias} ON ${alias}.elem = ${elementOf(field)}`)
      return `${alias}.${column}`
    },
    sql: (): readonly string[] => [...joins.values()],
  }
}

/** The value of an `Aggr` from the columns of its cube, which may be among others that have a prefix. */
export const aggrColumns = ({ dialect }: PrintFrame, { expression }: Aggr, alias: string, prefix = ''): SqlValue => {
  const type = typeOf(expression)
  const main = () => `${alias}.${prefix}m0`
  if (type === 'text') return dialect.value.text(main)
  if (type === 'dual') return dialect.value.both(type, { number: main, text: () => `${alias}.${prefix}t0` })
  return dialect.value.number(main)
}

/** The value of a field from its two sides. */
export const fieldValue = (
  { dialect }: PrintFrame,
  field: FieldModel,
  sides: { readonly number: () => string; readonly text: () => string },
): SqlValue => dialect.value.both(typeOf({ kind: 'field', field }), sides)

/** The value of a field whose number and text stand with its symbol. */
export const symbolValue =
  (frame: PrintFrame, symbols: ReturnType<typeof symbolJoins>) =>
  (field: FieldModel): SqlValue =>
    fieldValue(frame, field, {
      number: () => symbols.column(field, 'num'),
      text: () => symbols.column(field, 'text'),
    })

/** The whole number of the last decimal that a number of a field is, where there are rows of values and not of a table. */
export const unitsOfNumber = ({ units }: FieldModel, number: string): string | undefined =>
  units && `CAST(round(${number} * 1e${units.decimals}) AS BIGINT)`
