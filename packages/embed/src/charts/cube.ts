/** A cell of a hypercube's page. */
export interface Cell {
  readonly qText?: string
  readonly qNum?: number | 'NaN'
  readonly qElemNumber?: number
}

/** A measure of a layout, with the keys of its definition that are not QIX's. */
export interface MeasureInfo {
  readonly qFallbackTitle: string
  readonly cId?: string
  readonly qMin?: number
  readonly qMax?: number
}

/** The parts of a hypercube's layout that our charts read. */
export interface CubeLayout {
  readonly qHyperCube?: {
    readonly qDimensionInfo: readonly { readonly qFallbackTitle: string }[]
    readonly qMeasureInfo: readonly MeasureInfo[]
    readonly qDataPages?: readonly { readonly qMatrix: readonly (readonly Cell[])[] }[]
    readonly qGrandTotalRow?: readonly Cell[]
  }
  readonly title?: string
}

/** A measure over everything that is possible: its text, and its number if it has one. */
export interface MeasureValue {
  readonly title: string
  readonly id: string | undefined
  readonly text: string
  readonly number: number | undefined
}

/** The measures of a hypercube that has no dimensions. */
export const measureValues = ({ qHyperCube }: CubeLayout): readonly MeasureValue[] => {
  if (qHyperCube === undefined) return []
  const { qMeasureInfo, qGrandTotalRow = [], qDataPages, qDimensionInfo } = qHyperCube
  const row = qDataPages?.[0]?.qMatrix[0]?.slice(qDimensionInfo.length) ?? []
  return qMeasureInfo.map(({ qFallbackTitle, cId }, index) => {
    const cell = qGrandTotalRow[index] ?? row[index]
    const number = typeof cell?.qNum === 'number' && Number.isFinite(cell.qNum) ? cell.qNum : undefined
    return { title: qFallbackTitle, id: cId, text: cell?.qText ?? '–', number }
  })
}
