/** The charts that the browser runtime draws, by the name that objects carry in `visualization`. */
export const chartTypes = [
  'barchart',
  'combochart',
  'filterpane',
  'kpi',
  'linechart',
  'piechart',
  'scatterplot',
  'table',
  'sn-table',
] as const

/** The name of a chart that the browser runtime draws. */
export type ChartType = (typeof chartTypes)[number]
