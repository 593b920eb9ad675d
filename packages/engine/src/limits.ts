import { deepestJson } from '@understudy/contract'

/** A bound of what a client sizes. */
interface Limit {
  readonly most: number
  /** What is counted, and where. */
  readonly of: string
  /** What more of it is answered with: an error of the call, or `qError` of a layout. */
  readonly error: string
}

const params = 'QIX-PARAMS (-32602)'
const large = 'QIX-PAGES-TOO-LARGE (7009)'
const session = 'QIX-LIMIT (19)'
const told = '`qError` of the column'

/** The bounds of what a client sizes, all of them with an error that names them. The documentation lists this table. */
export const limits = {
  answerBytes: { most: 16 * 1024 * 1024, of: 'bytes of an answer', error: 'QIX-ANSWER-TOO-LARGE (-32604)' },
  nesting: {
    most: deepestJson,
    of: 'levels of nesting in a frame, in the value of a patch and in its path',
    error: params,
  },
  cells: { most: 10_000, of: 'cells of all pages of a call', error: large },
  pages: { most: 1_000, of: 'pages of a call', error: large },
  treeNodes: { most: 10_000, of: 'nodes of a tree in a call', error: large },
  continuousCells: { most: 60_000, of: 'cells along a continuous axis; a line has fewer points then', error: 'none' },
  continuousRows: { most: 20_000, of: 'rows along a continuous axis; a line has fewer points then', error: 'none' },
  columns: { most: 500, of: 'columns of a hypercube, with their attributes', error: '`qError` of the hypercube' },
  trendLines: { most: 20, of: 'trend lines of all measures of a hypercube', error: '`qError` of the hypercube' },
  trendLineValues: {
    most: 1_000,
    of: 'values of a second dimension, with a trend line each',
    error: '`qError` of the trend line',
  },
  groupFields: {
    most: 200,
    of: 'fields in all drill-downs and cyclic groups of a hypercube, or in that of a list object',
    error: '`qError` of the hypercube or list object',
  },
  rows: {
    most: 200_000,
    of: 'rows of a cube that is stacked, pivoted (at one depth of its rows and columns), binned, accumulated, put on a continuous axis, or selected in by ranges',
    error: large,
  },
  rowCells: {
    most: 2_000_000,
    of: 'cells of these rows, with those of attributes; in the expressions of a list object, where each value counts twice',
    error: `${large}, \`qError\` of the expression`,
  },
  definitions: { most: 50, of: 'hypercubes and list objects of an object', error: session },
  sampledColumns: { most: 200, of: 'fields and columns that a call takes samples of', error: params },
  samples: { most: 100, of: 'rows that samples are taken from', error: 'none' },
  listExpressions: { most: 20, of: 'expressions of a list object', error: '`qError` of the list object' },
  expressions: { most: 500, of: 'expressions of an object beside its columns', error: session },
  treeDepth: { most: 10, of: 'levels of children in a property tree', error: 'QIX-IMPOSSIBLE (8)' },
  patches: { most: 2_000, of: 'patches in a call, and soft patches of an object', error: `${params}, ${session}` },
  expanded: { most: 10_000, of: 'values of a pivot table that are expanded one by one', error: session },
  listMembers: { most: 200, of: 'members of `qData` in a list of objects or bookmarks', error: params },
  elements: { most: 100_000, of: 'elements of any other array of a call, as values to select', error: params },
  pivotCells: { most: 10_000, of: 'cells that `SelectPivotCells` selects', error: params },
  ranges: { most: 1_000, of: 'ranges of a call', error: params },
  rectangles: { most: 50, of: 'rectangles of a call for binned data', error: params },
  selectionPaths: { most: 50, of: 'paths of `BeginSelections`', error: params },
  search: { most: 1_000, of: 'characters of a search or of a term', error: params },
  terms: { most: 5, of: 'terms of a search over several fields', error: params },
  searchResults: { most: 100, of: 'results of a search over several fields; no more are looked for', error: 'none' },
  searchedValues: {
    most: 1_000,
    of: 'values of a field in a result of a search over several fields; how many there are is told of all',
    error: 'none',
  },
  toldValues: { most: 10_000, of: 'values that all results of such a search tell', error: 'none' },
  searchedText: { most: 10_000, of: 'characters of a text in which terms are looked for', error: 'none' },
  searchRanges: { most: 100, of: 'places in a text where terms are found', error: 'none' },
  searchedObjects: { most: 2_000, of: 'charts that `SearchObjects` looks at', error: 'none' },
  searchedFormulas: { most: 1_000, of: 'texts of charts with formulas that `SearchObjects` looks at', error: 'none' },
  numberPattern: { most: 256, of: 'characters of a number format', error: told },
  separator: { most: 8, of: 'characters of a separator in a number format', error: told },
  script: { most: 200_000, of: 'characters of a script', error: params },
  variables: { most: 1_000, of: 'session variables of a session', error: session },
  characters: { most: 20_000_000, of: 'characters of JSON that a session holds', error: session },
  states: { most: 100, of: 'alternate states of a session', error: session },
  stateName: { most: 256, of: 'characters of the name of an alternate state', error: params },
  bookmarks: { most: 100, of: 'bookmarks of a session; of temporary ones the oldest make room', error: session },
  bookmarkValues: { most: 10_000, of: 'values of a field in a bookmark, or in a set that is written', error: session },
  exportedRows: { most: 5_000_000, of: 'rows of an export', error: 'EXPORT-TOO-LARGE (13000)' },
  exportedSheetRows: { most: 1_048_575, of: 'rows of an export to XLSX', error: 'EXPORT-TOO-LARGE (13000)' },
  exportedCells: { most: 50_000_000, of: 'cells of an export', error: 'EXPORT-TOO-LARGE (13000)' },
  steps: { most: 100, of: 'steps back; older ones are forgotten', error: 'none' },
} as const satisfies Readonly<Record<string, Limit>>
