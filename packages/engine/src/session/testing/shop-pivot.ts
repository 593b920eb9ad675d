import { cube, dimension, sales } from './shop-cube.js'
import type { openedClient } from './wired-client.js'

export type Client = Awaited<ReturnType<typeof openedClient>>

/** A header of a pivot table. */
export interface HeaderLayout {
  readonly qText?: string
  readonly qElemNo: number
  readonly qType: string
  readonly qCanExpand?: true
  readonly qCanCollapse?: true
  readonly qUp: number
  readonly qDown: number
  readonly qSubNodes: readonly HeaderLayout[]
}

/** A header as text: `+` can be expanded, `-` collapsed, and its type where it is no value; those within it in brackets. */
export const written = (nodes: readonly HeaderLayout[]): string =>
  nodes
    .map(({ qText = '', qType, qCanExpand, qCanCollapse, qSubNodes }) => {
      const sign = qCanExpand ? '+' : qCanCollapse ? '-' : ''
      const type = qType === 'N' ? '' : `/${qType}`
      return `${qText}${sign}${type}${qSubNodes.length > 0 ? ` [${written(qSubNodes)}]` : ''}`
    })
    .join(', ')

/** A page that holds all cells of the tests' pivot tables. */
export const page = { qLeft: 0, qTop: 0, qWidth: 50, qHeight: 50 }

/** A dimension whose values have a total. */
export const withTotal = (field: string, label = 'Total') => ({
  ...dimension(field),
  qTotalLabel: { qv: label },
  qOtherTotalSpec: { qTotalMode: 'TOTAL_EXPR' },
})

/** Properties of a pivot table with countries and cities at the left, and years and products at the top. */
export const pivot = (more: object = {}) =>
  cube({
    qMode: 'P',
    qDimensions: [dimension('Country'), dimension('City'), dimension('Year'), dimension('Product')],
    qMeasures: [sales],
    qInterColumnSortOrder: [0, 1, 2, 3],
    qNoOfLeftDims: 2,
    qInitialDataFetch: [page],
    ...more,
  })

/** What a pivot table shows, as texts. */
export const shown = async (client: Client, chart: number) => {
  const { qHyperCube } = await client.layout(chart)
  const [{ qLeft, qTop, qData }] = qHyperCube.qPivotDataPages
  return {
    left: written(qLeft),
    top: written(qTop),
    cells: (qData as { qText: string }[][]).map((row) => row.map(({ qText }) => qText).join(' ')),
    size: qHyperCube.qSize,
  }
}
