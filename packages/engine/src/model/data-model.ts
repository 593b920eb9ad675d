import type { AppFormats } from '../format/app-formats.js'
import type { FieldFormat } from '../format/field-format.js'

/** What the values of a field are. Texts have a number, too, where they read as one or their declaration orders them. */
export type ValueKind = 'number' | 'text' | 'date' | 'timestamp' | 'time' | 'boolean'

/** Unsigned integer types for element numbers, by the count of symbols. */
export type SymbolType = 'UTINYINT' | 'USMALLINT' | 'INTEGER'

/** Type of the raw numeric column that stands beside the element numbers of a field that is not text. */
export type NumberType = 'SMALLINT' | 'INTEGER' | 'DOUBLE'

/** A field: one symbol table, and a column in each table that holds it. */
export interface FieldModel {
  readonly id: number
  readonly name: string
  readonly kind: ValueKind
  /** Distinct values; element numbers are `0 .. symbolCount - 1` in load order. */
  readonly symbolCount: number
  /** Whether the values are ordered by their numbers, as their type declares, rather than by when they were loaded. */
  readonly declaredOrder?: boolean
  readonly symbolType: SymbolType
  /** All values have numbers, each greater than that of the value before it. Measured: it may choose how, never what. */
  readonly ascending?: true
  /** `null` for text. */
  readonly numberType: NumberType | null
  readonly min: number | null
  readonly max: number | null
  /** The least distance of a number other than zero from zero; absent without one, and in snapshots of older versions. */
  readonly least?: number
  /**
   * How many decimals its numbers have at most, where that is few, and in what type whole numbers of the last one stand beside
   * the raw numbers. These add up exactly, in whatever order. In an app that hides rows, the types of the columns tell it;
   * elsewhere it is measured.
   */
  readonly units?: { readonly decimals: number; readonly type: 'INTEGER' | 'BIGINT' }
  /** Some of its whole numbers have more digits than a double holds: their texts have them. */
  readonly moreDigits?: true
  /** Characters of the longest text. */
  readonly maxGlyphCount: number
  readonly tags: readonly string[]
  /** How its values are written; absent where as those of the app. */
  readonly format?: FieldFormat
  /** The texts that the data states stand beside those that the app shows. */
  readonly restated?: true
  /** Its tables hold values of different kinds, which are one where their number is, and named by it in SECTION_ACCESS. */
  readonly byNumber?: true
  /** It is made from another field by a declaration of the script. */
  readonly derived?: {
    readonly from: number
    /** Name of the declaration: `autoCalendar`. */
    readonly definition: string
    readonly formula: string
    readonly tags: readonly string[]
  }
  /** Ids of the tables that hold the field, ascending. More than one makes it a key. */
  readonly tables: readonly number[]
}

export interface TableModel {
  readonly id: number
  readonly name: string
  readonly rowCount: number
  readonly fields: readonly number[]
  /**
   * Pairs of its fields: all rows that agree in the first, or lack it, agree in the second. Measured over all rows, as far
   * as it pays: it may choose how, never what is computed. Snapshots of older versions lack it.
   */
  readonly follows?: readonly (readonly [number, number])[]
  /** Its fields of which no row lacks a value, ascending; measured as above. Snapshots of older versions lack it. */
  readonly filled?: readonly number[]
}

/** The fields that one set of tables shares; together they make one key. Rows with a NULL in it associate with nothing. */
export interface Association {
  readonly fields: readonly number[]
  readonly tables: readonly number[]
  /** Tables in which no two rows have the same key. Measured over all rows: it may choose how, never what is computed. */
  readonly uniqueIn: readonly number[]
  /** The most rows that have the same key, for each of `tables`; measured as above. Snapshots of older versions lack it. */
  readonly mostRows?: readonly number[]
  /** Pairs of tables of which each row of the first has a partner in the second; measured as above. */
  readonly covered?: readonly (readonly [number, number])[]
}

/** The model of a snapshot. Ids are indexes into the arrays. Tables and associations form a forest. */
export interface DataModel {
  readonly tables: readonly TableModel[]
  readonly fields: readonly FieldModel[]
  readonly associations: readonly Association[]
  /** Some people do not see all rows: so no answer may depend on the order or the number of those that are read. */
  readonly hidesRows?: true
  /** How the app writes and reads its values. */
  readonly formats: AppFormats
}
