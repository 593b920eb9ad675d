import type { AppFormats } from '../format/app-formats.js'
import type { DataModel } from '../model/data-model.js'
import type { Groups } from '../plan/cube.js'
import type { DataScope } from '../plan/data-scope.js'
import type { LimitedKey } from '../plan/limited-key.js'
import type { TableRows } from '../plan/row-source.js'
import type { BoundValue, SelectStatement } from '../snapshot/select-statement.js'
import type { BoundType, Dialect } from './dialect.js'
import { duckdb } from './duckdb/duckdb.js'
import type { OpenFilter } from './element-filter.js'
import { type StatementValues, statementValues } from './statement-values.js'

/** What all parts of one statement are printed with. */
export interface PrintFrame {
  readonly model: DataModel
  readonly dialect: Dialect
  /**
   * Binds a value to the statement and returns what stands for it: texts of clients are never printed. Numbers stand for
   * themselves, as the process writes them.
   */
  readonly bind: (value: BoundValue, type: BoundType) => string
  readonly statement: (sql: string) => SelectStatement
  /** Rows that the statement reads once for several of its parts; `undefined` where it does not. */
  readonly sharedRows: (rows: TableRows, scope: DataScope) => PrintedShare | undefined
  /** Prints groups, or what reads them where the statement makes them once for several of its parts. */
  readonly sharedGroups: (groups: Groups, print: (groups: Groups) => string) => string
  /** Prints what stands for the filter of values that are open; `undefined` for values that are not. */
  readonly open: OpenFilter
  /** The tables of kept values that are made around what is printed, by their keys. */
  readonly kept: ReadonlyMap<LimitedKey, string>
}

/** Columns of rows that are read once; those that nobody asks for are not made. */
export interface PrintedShare {
  readonly name: string
  readonly column: (field: number, column: string) => string
  /** Where a row stands in its table. */
  readonly place: () => string
}

const dialects = new WeakMap<AppFormats, Dialect>()

const dialectOf = (formats: AppFormats): Dialect => {
  const made = dialects.get(formats) ?? duckdb(formats)
  dialects.set(formats, made)
  return made
}

/** Begins a statement, or continues one with the values that it bound. */
export const printFrame = (
  model: DataModel,
  dialect: Dialect = dialectOf(model.formats),
  bound: StatementValues = statementValues(),
): PrintFrame => {
  return {
    model,
    dialect,
    // A statement without any bound value is planned once, and not again for its values.
    bind: (value, type) => {
      if (typeof value === 'number' && type === 'number' && Number.isFinite(value)) return dialect.number(value)
      if (typeof value === 'number' && type !== 'number' && type !== 'text' && Number.isSafeInteger(value))
        return dialect.whole(value, type)
      return dialect.parameter(bound.add(value, type), type, Array.isArray(value))
    },
    statement: (sql) => ({ sql: dialect.renumbered(sql, bound.read), values: bound.values() }),
    sharedRows: () => undefined,
    open: () => undefined,
    sharedGroups: (groups, print) => print(groups),
    kept: new Map(),
  }
}
