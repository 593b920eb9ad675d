/** A page that holds all rows of the tests' hypercubes. */
export const page = { qLeft: 0, qTop: 0, qWidth: 10, qHeight: 100 }

/** Path of the hypercube of {@link cube}. */
export const path = '/qHyperCubeDef'

/** A dimension in alphabetical order. */
export const dimension = (field: string, more: object = {}) => ({
  qDef: { qFieldDefs: [`[${field}]`], qSortCriterias: [{ qSortByAscii: 1 }], ...more },
})

/** A measure that rows are not sorted by. */
export const measure = (expression: string, more: object = {}) => ({
  qDef: { qDef: expression, ...more },
  qSortBy: { qSortByNumeric: 0 },
})

/** Sum of the shop's amounts. */
export const sales = measure('Sum([Amount])')

/** Properties of a chart with one hypercube. */
export const cube = (definition: object) => ({
  qInfo: { qType: 'chart' },
  qHyperCubeDef: { qInitialDataFetch: [page], ...definition },
})

/** A cell of a layout. */
export interface CellLayout {
  readonly qText: string
  readonly qNum: number
  readonly qState: string
  readonly qElemNumber: number
}

/** The texts of rows. */
export const texts = (matrix: CellLayout[][]) => matrix.map((row) => row.map(({ qText }) => qText))
