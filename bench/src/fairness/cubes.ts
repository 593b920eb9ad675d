/** What a cube is made of. */
export interface CubeParts {
  readonly dimensions?: readonly string[]
  readonly measures?: readonly string[]
  readonly mode?: 'S' | 'P' | 'K'
  /** Rows that come along with the layout. */
  readonly rows?: number
  readonly format?: object
}

/** Properties of an object with one cube. */
export const cubeObject = ({ dimensions = [], measures = [], mode = 'S', rows = 0, format }: CubeParts): object => ({
  qInfo: { qType: 'chart' },
  qHyperCubeDef: {
    qMode: mode,
    qDimensions: dimensions.map((field) => ({ qDef: { qFieldDefs: [field] } })),
    qMeasures: measures.map((qDef) => ({ qDef: { qDef, ...(format ? { qNumFormat: format } : {}) } })),
    qInitialDataFetch: rows === 0 ? [] : [page(0, rows, dimensions.length + measures.length)],
    ...(mode === 'P' ? { qNoOfLeftDims: -1, qAlwaysFullyExpanded: true } : {}),
  },
})

/** A page of rows: of all columns, from the first one on. */
export const page = (qTop: number, qHeight: number, qWidth: number): object => ({ qLeft: 0, qTop, qWidth, qHeight })

/** Properties of an object with one list. */
export const listObject = (field: string): object => ({
  qInfo: { qType: 'listbox' },
  qListObjectDef: { qDef: { qFieldDefs: [field] } },
})
