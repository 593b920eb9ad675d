import type { CubeColumns, ObjectName, SessionIdentity } from '../expressions/session/session-facts.js'
import type { FieldFormat } from '../format/field-format.js'
import type { SymbolSet } from '../model/symbol-set.js'
import type { DataView } from '../security/data-view.js'
import type { SelectionState, Selections } from '../selections/selection-state.js'
import type { ExpressionNames } from './expansion/expression-names.js'
import type { SearchManner } from './search/parse-search.js'

/**
 * What every evaluation starts from: whose data, under which selections. There is no way to the data without a
 * `DataView`, and none to a `DataView` without a principal.
 */
export interface EvaluationContext {
  readonly view: DataView
  readonly selections: SelectionState
  /** The alternate state that these are selected in; the default one where absent. */
  readonly state?: string
  /** What is selected in all states. */
  readonly states?: Selections
  /** Selections of the default state before and after, the oldest and the next first: what `$1` and `$_1` in a set mean. */
  readonly history?: { readonly past: readonly SelectionState[]; readonly future: readonly SelectionState[] }
  /** Values of a field above which the database, and not this process, finds those that a set names; default 50,000. */
  readonly heldValues?: number
  /** The person and the app; absent where nobody asks. */
  readonly identity?: SessionIdentity
  /** The objects that the expression is in, the nearest first. */
  readonly place?: readonly ObjectName[]
  /** The columns of the cube that the expression is in. */
  readonly cube?: CubeColumns
  /** Variables and master measures that expressions may name. */
  readonly names?: ExpressionNames
  /** What is asked, as a digest, where several may ask for the same values of a set. */
  readonly asking?: () => string
  /** How many expansions this evaluation is inside of. */
  readonly depth?: number
  /** How many expansions have been evaluated for the same request. */
  readonly evaluated?: { count: number }
  /** Aborted when a newer selection, a closed session or the time limit makes the result useless. */
  readonly signal?: AbortSignal
}

/** A value of a field or a computed measure, with QIX's dual nature. */
export interface Cell {
  /** Numeric side; `null` where the value has none (QIX writes `"NaN"`). */
  readonly num: number | null
  /** Text side; `null` for measures that take their text from a number format. */
  readonly text: string | null
  /**
   * Element number as clients know it: a whole number that stands for the value of a dimension, among those that are visible;
   * -2 for NULL; -1 for totals; -3 for others and -4 for what has no value within them; 0 in measure columns.
   */
  readonly elem: number
  /** The value of a field as selections hold it: its index into the symbol table. It tells of hidden values: never answer it. */
  readonly symbol?: number
}

export interface SortCriteria {
  readonly byState?: -1 | 0 | 1
  readonly byNumeric?: -1 | 0 | 1
  readonly byAscii?: -1 | 0 | 1
  readonly byLoadOrder?: -1 | 0 | 1
  readonly byFrequency?: -1 | 0 | 1
  /** A chart expression and the direction to sort by its value. */
  readonly byExpression?: { readonly expression: string; readonly direction: -1 | 1 }
}

export interface DimensionRequest {
  /** `Field`, `[Field]`, `=[Field]` or an expression over the fields of each row. */
  readonly definition: string
  readonly sort?: SortCriteria
  readonly nullSuppression?: boolean
  readonly limit?: LimitRequest
}

/** Which values of a dimension are shown, of the `qOtherTotalSpec` of QIX. */
export interface LimitRequest {
  /** How many rows; or what values, or their running sums, compare with. */
  readonly kind: 'count' | 'value' | 'running'
  /** An expression of a number, also of one in percent. */
  readonly limit: string
  readonly comparison: '>=' | '>' | '<=' | '<'
  /** Whether parts of the total are compared: 0.1 and `10%` are a tenth. */
  readonly relative: boolean
  /** What values are ranked by; `''` is the first measure. */
  readonly by: string
  /** 0 ranks values in the order of the dimension. */
  readonly direction: -1 | 0 | 1
  readonly global: boolean
  readonly showsOthers: boolean
  readonly collapses: boolean
  readonly keepsMissing: boolean
  /** Values without any measure, or of zeros only, are no rows of the cube, and are not ranked. */
  readonly among: 'all' | 'present' | 'not zero'
}

export interface MeasureRequest {
  /** A chart expression, with or without a leading `=`. */
  readonly expression: string
  /** -1 descending, 1 ascending, 0 no order by this column's own value. */
  readonly sortByNumeric?: -1 | 0 | 1
  /** What expressions of the same chart may name it by. */
  readonly label?: string
  /** It colours or labels cells of other columns, and is none itself; it may say nothing about which rows there are. */
  readonly attribute?: 'counts' | 'beside rows'
  /** The expression is the definition of a dimension, of which the one value is meant. */
  readonly ofDimension?: boolean
}

export interface HypercubeRequest {
  readonly dimensions: readonly DimensionRequest[]
  /** Definitions of dimensions of the same chart that this cube of it leaves out. */
  readonly omitted?: readonly string[]
  readonly measures: readonly MeasureRequest[]
  /** What stands before its expressions already, and is to be sets alone. */
  readonly contextSet?: string
  /** Column indexes (dimensions first, then measures) in order of sort priority. */
  readonly interColumnSortOrder?: readonly number[]
  /** Dimensions from the outermost to the innermost, where that is not their order. */
  readonly nesting?: readonly number[]
  readonly suppressZero?: boolean
  readonly suppressMissing?: boolean
  /** Fields in modal selection in this very object: their selections are ignored here until confirmed. */
  readonly ignoreSelectionsIn?: readonly string[]
  /** Whether it is a chart's own cube, whose columns expressions may ask for, and not an expression beside it. */
  readonly chart?: boolean
  /** What part of a pivot table it is. */
  readonly pivot?: PivotPart
}

/** A cube that is the cells of a pivot table at one depth of its rows and of its columns. */
export interface PivotPart {
  /** How many of the dimensions lie along the columns: the last ones. */
  readonly top: number
  /** Sides that these cells are totals of. */
  readonly totals: readonly ('left' | 'top')[]
  /** How many rows and columns there are at these depths, as far as it is known. */
  readonly cells: number
  /** Definitions of all dimensions of the table, in the order of its definition. */
  readonly dimensions: readonly string[]
}

export interface StateCounts {
  readonly selected: number
  readonly possible: number
  readonly alternative: number
  readonly excluded: number
  readonly locked: number
}

/** Values of a field as selections hold them, by the element number of the value of a dimension that stands for them. */
export type SymbolsOfValue = (element: number) => readonly number[]

/** Fields whose values make those of a dimension together, so that one is selected by selecting in each of them. */
export interface JointFields {
  readonly fields: readonly string[]
  /** The values that selections choose: none where nothing is selected in one of the fields. */
  chosen(selections: SelectionState): Promise<ReadonlySet<number>>
  /**
   * What to select in each field for values to be chosen.
   *
   * @param toggled selections whose chosen values stay chosen, but those that are among the values
   * @returns `undefined` where there are no such values
   * @throws UnderstudyError `QIX-IMPOSSIBLE` where that would choose other values, too, or there are too many combinations
   */
  choose(values: readonly number[], toggled?: SelectionState): Promise<ReadonlyMap<string, SymbolSet> | undefined>
}

/** Facts of one resolved dimension column. */
export interface DimensionFacts {
  /** The field in which its values are selected; `null` where nothing can be selected in it. */
  readonly field: string | null
  /** Where several fields make its values together. */
  readonly joint?: JointFields
  /** Why nothing can be selected. */
  readonly unselectable?: string
  /** Finds which values of the field a value stands for. */
  readonly findSymbols: () => Promise<SymbolsOfValue>
  /** Whether an expression makes its values. */
  readonly calculated: boolean
  /** Distinct values visible to the principal. */
  readonly cardinality: number
  /** Distinct values present in the cube. */
  readonly hypercubeCardinality: number
  readonly stateCounts: StateCounts
  readonly min: number | null
  readonly max: number | null
  readonly tags: readonly string[]
  readonly numeric: boolean
  /** Whether its values are numbers, written as such: they have places on an axis. */
  readonly continuous: boolean
  /** Length in characters of the longest label. */
  readonly maxGlyphCount: number
  /** How the values of the field are written, where it says so. */
  readonly format?: FieldFormat
}

/** Facts of one resolved measure column. */
export interface MeasureFacts {
  readonly min: number | null
  readonly max: number | null
  /** Format pattern that `Num()` asked for, where the expression fixes one for the whole column. */
  readonly numPattern?: string
  /** That of the field whose amounts the measure is. */
  readonly fieldFormat?: FieldFormat
}

/** A column that could not be evaluated: reported in that column's layout, never as a failure of the session. */
export interface ColumnError {
  /** From 0, dimensions first; of dimensions that the cube leaves out -1 and below. */
  readonly column: number
  readonly code: number
  readonly message: string
}

/** The evaluated cube. Rows are in their final order; `page` never returns more than asked. */
export interface HypercubeResult {
  readonly rowCount: number
  readonly dimensions: readonly DimensionFacts[]
  readonly measures: readonly MeasureFacts[]
  readonly grandTotal: readonly Cell[]
  readonly effectiveSortOrder: readonly number[]
  /** Whether some row stands for values that a limit leaves out. */
  readonly hasOthers: boolean
  /** Rows `[top, top + height)`, each with all columns: dimensions, then measures. */
  /** @param signal stops the page alone */
  page(top: number, height: number, signal?: AbortSignal): Promise<readonly (readonly Cell[])[]>
  /** All rows part by part, which are not held together where there are many. */
  parts(signal: AbortSignal): AsyncIterable<readonly (readonly Cell[])[]>
}

export type HypercubeOutcome =
  | { readonly ok: true; readonly cube: HypercubeResult }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** S: selected, O: possible (optional), A: alternative, X: excluded, XS: selected excluded, L: locked, XL: locked excluded. */
export type ElementState = 'S' | 'O' | 'A' | 'X' | 'XS' | 'L' | 'XL'

export interface ListObjectRequest {
  readonly definition: string
  readonly sort?: SortCriteria
  /** What is selected comes first where there are more values than this. */
  readonly stateFirstAbove?: number
  /** A search as QIX knows it, e.g. `*air*`, `>100`; values that it does not find are left out. */
  readonly search?: string
  /** How its texts are found; default: by words. */
  readonly searchManner?: SearchManner
  readonly frequency?: boolean
  /** Only what is selected has rows, and nothing where that is more than so many values. */
  readonly selectedUpTo?: number
}

export interface ListObjectRow extends Cell {
  readonly state: ElementState
  readonly frequency?: number
}

export interface ListObjectResult {
  readonly facts: DimensionFacts
  readonly rowCount: number
  page(top: number, height: number): readonly ListObjectRow[]
  /** The element numbers of rows that accepting the search selects, by their state and number, in turns. */
  elementsWhere(picks: (row: Pick<ListObjectRow, 'state' | 'num'>) => boolean): Promise<readonly number[]>
  /** Of all rows together, where frequencies were asked for. */
  readonly frequencies: { readonly sum: number; readonly largest: number }
}

export type ListObjectOutcome =
  | { readonly ok: true; readonly list: ListObjectResult }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }
