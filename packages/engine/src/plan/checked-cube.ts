import type { Aggregate, TypedExpression } from '../expressions/typed-expression.js'
import { typeOf } from '../expressions/typed-expression.js'
import type { SymbolSet } from '../model/symbol-set.js'
import type { GroupKey, PlainKey } from './group-key.js'

/** A checked cube: what its columns are is known. */
export interface CheckedCube {
  readonly dimensions: readonly CheckedDimension[]
  readonly measures: readonly CubeMeasure[]
  /** All columns (dimensions first) in order of sort priority, which makes the order of rows total. */
  readonly sortOrder: readonly number[]
  /** Leaves out rows whose measures are all zero or missing. */
  readonly suppressZero: boolean
  /** Leaves out rows whose measures are all missing. */
  readonly suppressMissing: boolean
  /** The dimensions of the cube that this one is the total of. */
  readonly totalOf?: readonly GroupKey[]
  /** Positions of the dimensions from the outermost to the innermost, where that is not their order. */
  readonly nesting?: readonly number[]
  /** How it is laid out, where it is a part of a pivot table. */
  readonly pivot?: PivotSides
}

/** Which dimensions of a cube lie along the columns of a pivot table: the last ones; the others lie along its rows. */
export interface PivotSides {
  readonly top: number
  /** Sides that these cells are totals of. */
  readonly totals: readonly ('left' | 'top')[]
}

export interface CubeDimension {
  readonly key: GroupKey
  readonly nullSuppression: boolean
  readonly order: DimensionOrder
  readonly limit?: DimensionLimit
}

/** A dimension as it is checked, before its key is limited. */
export interface CheckedDimension extends CubeDimension {
  readonly key: PlainKey
}

/** Which values of a dimension are shown. */
export interface DimensionLimit {
  readonly rule: LimitRule
  /** What values are ranked by and compared with the limit. */
  readonly by: TypedExpression | null
  /** How they are ranked; `null` in the order of the dimension. */
  readonly direction: 1 | -1 | null
  /** Whether values are ranked over all values of the outer dimensions. */
  readonly global: boolean
  readonly showsOthers: boolean
  /** Whether the row of the others has no rows within it. */
  readonly collapses: boolean
  readonly keepsMissing: boolean
  /** Which values are ranked: those of rows that the cube shows. */
  readonly among: 'all' | 'present' | 'not zero'
}

export type LimitRule =
  /** So many rows at most, of which the others take their part where there are any. */
  | { readonly kind: 'count'; readonly rows: number; readonly others: 0 | 1 }
  /** Values that compare so with the limit: by themselves, or added up in their order. */
  | {
      readonly kind: 'value' | 'running'
      readonly comparison: LimitComparison
      readonly limit: number
      /** Whether the part of the sum of all values is compared. */
      readonly relative: boolean
    }

export type LimitComparison = '>=' | '>' | '<=' | '<'

export interface CubeMeasure {
  readonly expression: TypedExpression
  readonly order: 1 | -1 | null
  /** It has no part in which rows are left out. */
  readonly besideRows?: boolean
}

/** What a dimension column is sorted by; the criteria that are given, in the order of QIX. */
export interface DimensionOrder {
  /** Elements that come first (1) or last (-1): those selected. */
  readonly state?: { readonly direction: 1 | -1; readonly selected: SymbolSet }
  readonly expression?: { readonly value: TypedExpression; readonly direction: 1 | -1 }
  /** By the count of rows with the value. */
  readonly frequency?: { readonly count: Aggregate; readonly direction: 1 | -1 }
  readonly numeric?: 1 | -1
  readonly text?: 1 | -1
  /** The order in which values first occur, where it is not that of their numbers: by positions in load order. */
  readonly first?: { readonly positions: readonly Aggregate[]; readonly direction: 1 | -1 }
  readonly loadOrder?: 1 | -1
}

/** Positions of the measures that have a text beside their number; their texts are the last columns of the rows. */
export const dualMeasures = (measures: readonly TypedExpression[]): readonly number[] =>
  measures.flatMap((expression, index) => (typeOf(expression) === 'dual' ? [index] : []))
