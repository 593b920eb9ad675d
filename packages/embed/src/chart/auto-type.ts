import type { ChartType } from '@understudy/contract'

/** The name of charts whose type follows from their columns. */
const automatic = 'auto-chart'

/** What shows so many dimensions and measures well. */
const typeFor = (dimensions: number, measures: number): ChartType => {
  if (dimensions === 0) return measures <= 2 ? 'kpi' : 'table'
  if (measures === 0 || dimensions > 2) return 'table'
  if (measures === 1) return 'barchart'
  return dimensions === 1 && measures === 2 ? 'combochart' : 'table'
}

/** The type to draw: what is asked for, or what suits the columns of a chart that leaves it open. */
export const typeToDraw = (type: string, dimensions: number, measures: number): string =>
  type === automatic ? typeFor(dimensions, measures) : type
