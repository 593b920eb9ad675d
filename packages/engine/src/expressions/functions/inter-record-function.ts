import type { DialectName } from './dialect-name.js'
import type { FunctionDescription, Parameter, SqlTyped } from './scalar-function.js'
import {
  dualValue,
  type ExpressionType,
  numberValue,
  type PrintOverRows,
  type SqlValue,
  textValue,
  typedValue,
} from './sql-value.js'

/** What narrows a window to some rows of the segment. */
export interface WindowRows {
  /** Terms that order the rows in place of the order that is shown; none, where it does not matter. */
  readonly order?: readonly string[]
  /** Whether the order that is shown decides where the terms tie. */
  readonly thenShown?: boolean
  /** The first and the last row, counted downwards from the current one: BIGINTs. */
  readonly between?: readonly [first: string, last: string]
  /** Only the rows that tie with the current one in the terms. */
  readonly ties?: true
}

/**
 * The rows of a table that a row is seen among, in the order that is shown: those that agree with it in all dimensions
 * but the last, or all of them. In a pivot table these are cells of one column or, for what runs along its rows, of one
 * row. Everything is SQL.
 */
export interface Segment {
  /** How many dimensions lie along it. */
  readonly dimensions: number
  /** The place of the current row, from 1: a BIGINT. */
  readonly rowNumber: string
  /** How many rows there are: a BIGINT. */
  readonly rowCount: string
  /** Prints what is made of arguments as a column, so that it is computed once for each row. */
  readonly made: (sql: string) => string
  /** Prints the column of a window function or an aggregate over the rows. */
  readonly over: (call: string, rows: WindowRows) => string
}

/** Prints a call from its arguments, which are columns of the rows or written in the expression. */
export type PrintInterRecord = (args: readonly (SqlValue | undefined)[], segment: Segment) => SqlValue

/** A function of other rows of the table that its measure is a column of. */
export interface InterRecordFunction extends FunctionDescription {
  readonly family: 'inter-record'
  readonly parameters: readonly Parameter[]
  /** Which cells it reads: those above and below each other, or those beside each other, in a pivot table only. */
  readonly along: 'rows' | 'columns'
  /** Whether `TOTAL` may stand before its first argument. */
  readonly takesTotal: boolean
  /** What it is worth in totals, which are no rows. */
  readonly inTotals: number | null
  /** Whether it hangs on the order of rows: then a chart that calls it is sorted by its dimensions alone. */
  readonly needsOrder: boolean
  readonly typeOf: (args: readonly SqlTyped[]) => ExpressionType
  readonly print: Readonly<Record<DialectName, PrintInterRecord>>
}

type ArgumentsOf<P extends readonly Parameter[]> = {
  readonly [K in keyof P]: P[K] extends { readonly optional: true } ? SqlValue | undefined : SqlValue
}

type Definition<P extends readonly Parameter[], Printed> = Omit<
  InterRecordFunction,
  'family' | 'typeOf' | 'print' | 'parameters'
> & { readonly parameters: P } & Readonly<Record<DialectName, (args: ArgumentsOf<P>, segment: Segment) => Printed>>

const define = <P extends readonly Parameter[], Printed>(
  definition: Definition<P, Printed>,
  typeOf: InterRecordFunction['typeOf'],
  value: (printed: Printed, args: readonly (SqlValue | undefined)[]) => SqlValue,
): InterRecordFunction => ({
  ...definition,
  family: 'inter-record',
  typeOf,
  print: { duckdb: (args, segment) => value(definition.duckdb(args as unknown as ArgumentsOf<P>, segment), args) },
})

const typeOfFirst: InterRecordFunction['typeOf'] = ([first]) =>
  first === undefined || first.type === 'truth' ? 'number' : first.type

/** The entries, by what they return. */
export const interRecord = {
  /** Prints a number. */
  number: <const P extends readonly Parameter[]>(definition: Definition<P, string>) =>
    define(
      definition,
      () => 'number',
      (sql) => numberValue(`CAST(${sql} AS DOUBLE)`),
    ),
  /** Prints a number and a text. */
  dual: <const P extends readonly Parameter[]>(
    definition: Definition<P, { readonly number: () => string; readonly text: () => string }>,
  ) =>
    define(
      definition,
      () => 'dual',
      (sides) => dualValue(sides),
    ),
  /**
   * The value of the first argument in another row, and in several, where a count says so.
   *
   * @param definition what it prints aggregates over one row, and over several; `null` where there is no such row
   */
  value: <const P extends readonly Parameter[]>(
    definition: Definition<
      P,
      {
        readonly one: ((aggregate: string) => string) | null
        readonly several: ((aggregate: string) => string) | null
      }
    >,
  ) =>
    define(definition, typeOfFirst, ({ one, several }, [value]) => {
      if (!value) throw new Error('the function has no first argument')
      const single = valueInRow(typeOfFirst([value]), value, one)
      if (several === null) return single
      const rows: PrintOverRows = (aggregate) => several(aggregate(value))
      return withRows(single, rows)
    }),
}

/** The sides of a value are printed when they are asked for. */
const withRows = (value: SqlValue, rows: PrintOverRows): SqlValue => ({
  type: value.type,
  literal: value.literal,
  rows,
  get number() {
    return value.number
  },
  get text() {
    return value.text
  },
  get truth() {
    return value.truth
  },
})

const valueInRow = (type: ExpressionType, value: SqlValue, one: ((aggregate: string) => string) | null): SqlValue => {
  // A value that nothing reads must not be bound to the statement.
  const number = () => (one ? one(`first(${value.number})`) : 'CAST(NULL AS DOUBLE)')
  const text = () => (one ? one(`first(${value.text})`) : 'CAST(NULL AS VARCHAR)')
  const values: Readonly<Record<ExpressionType, () => SqlValue>> = {
    number: () => numberValue(number),
    truth: () => numberValue(number),
    text: () => textValue(text),
    dual: () => typedValue('dual', { number, text }),
  }
  return values[type]()
}
