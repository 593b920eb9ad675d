import type { DialectName } from '../expressions/functions/dialect-name.js'
import type { ExpressionType, SqlValue } from '../expressions/functions/sql-value.js'
import type { SymbolType } from '../model/data-model.js'
import type { SymbolSet } from '../model/symbol-set.js'

/** What a bound value is in SQL; element numbers are stored in a type of their field's own. */
export type BoundType = 'number' | 'text' | 'count' | 'bits' | { readonly elements: SymbolType }

/** What a column of a result is. */
export type ColumnType = 'number' | 'text' | 'element'

/**
 * What SQL engines write differently. The walkers over a plan know no more of an engine than this; functions print
 * themselves by the dialect's name.
 */
export interface Dialect {
  readonly name: DialectName
  /** A placeholder of the value at a position, from 1; `list` where it is several. */
  readonly parameter: (position: number, type: BoundType, list: boolean) => string
  /** A finite number of an expression, with all of its digits. */
  readonly number: (value: number) => string
  /** A whole number of the engine's own: an element number, a limit. */
  readonly whole: (value: number, type: Exclude<BoundType, 'number' | 'text'>) => string
  /** Replaces the positions of the placeholders in a statement. */
  readonly renumbered: (sql: string, position: (old: number) => number) => string
  readonly cast: (sql: string, type: ColumnType) => string
  /** A missing value. */
  readonly missing: (type: ColumnType) => string
  /** Values of expressions, whose other sides are derived from the one that is given. */
  readonly value: {
    readonly number: (sql: () => string, literal?: number) => SqlValue
    readonly text: (sql: () => string, literal?: string) => SqlValue
    readonly both: (
      type: ExpressionType,
      sides: { readonly number: () => string; readonly text: () => string },
    ) => SqlValue
  }
  /** What tells the rows of a table apart. */
  readonly rowIdentity: (alias: string) => string
  /** The rows of a table that meet a condition, in the place of the table; they are told apart as those of the table. */
  readonly rowsWhere: (table: string, alias: string, condition: string) => string
  /** Holds where two values are equal, or both missing. */
  readonly same: (a: string, b: string) => string
  /** Whether a whole text fits a regular expression, without looks ahead and behind. */
  readonly fits: (text: string, pattern: string) => string
  /** Holds where a condition does not, be it false or unknown. */
  readonly doesNotHold: (condition: string) => string
  readonly byteLength: (text: string) => string
  /** A table of the elements of a bound list and their places in it: `elem`, `place`. */
  readonly places: (list: string) => string
  /** A term of ORDER BY; missing values are last in either direction. */
  readonly ordered: (sql: string, direction: 1 | -1) => string
  /** What texts sort by, ascending, as terms of ORDER BY. */
  readonly textOrder: (text: string) => readonly string[]
  /** An aggregate: the first or the last text, as texts are compared in the app. */
  readonly extremeText: (which: 'min' | 'max', text: string) => string
  /** One value that orders texts, where the app compares them by more than their characters. */
  readonly textOrderKey: ((text: string) => string) | undefined
  /** A window function or an aggregate over the rows around a row. */
  readonly window: (call: string, window: WindowClause) => string
  /** Where a record stands among others: by the first of some numbers, then by the next. */
  readonly position: (numbers: readonly string[]) => string
  /** An aggregate: columns as they are in the first row by a position; a column is read from it by `member`. */
  readonly first: (columns: readonly string[], position: string) => string
  readonly member: (first: string, column: string) => string
  /** An aggregate: a column as it is in the first row by a position, missing or not. */
  readonly valueOfFirst: (column: string, position: string) => string
  /** A table of one column `i` of whole numbers from 0. */
  readonly series: (count: string) => string
  readonly page: (limit: string, offset: string) => string
  /** A named query of a WITH clause that is computed once, however often it is read. */
  readonly computedOnce: (name: string, query: string) => string
  /**
   * Holds where a column of element numbers has one of the given ones.
   *
   * @param symbols at least one
   */
  readonly hasElement: (column: string, symbols: SymbolSet, bind: BindElements) => string
  /** Holds where a column of element numbers has one that has its bit among bound ones, the highest bit of a byte first. */
  readonly hasBit: (column: string, bits: string) => string
  /**
   * A join, under an alias, that keeps the same rows; `undefined` where the condition is as fast.
   *
   * @param symbols as above
   */
  readonly elementJoin: (column: string, alias: string, symbols: SymbolSet, bind: BindElements) => string | undefined
}

/** Which rows a window has, and in which order. */
export interface WindowClause {
  /** Columns in which they agree with the row. */
  readonly partition: readonly string[]
  /** Terms; none where the order does not matter. */
  readonly order: readonly string[]
  /** The first and the last of them, counted downwards from the row; up to the row, or all without order, by default. */
  readonly between?: readonly [first: string, last: string] | undefined
  /** Only those that tie with the row in the terms. */
  readonly ties?: boolean | undefined
}

/** Binds one element number, or a list of them. */
export type BindElements = (elements: number | readonly number[]) => string
