import { loadChart } from './chart-types.js'

/** Adds to a column, and to the properties that it has been added to, what its chart wants of it. */
type ColumnAdded = (column: object, properties: object) => void

/** What the package of a chart type says about a new chart: see `QAEDefinition` of nebula.js. */
export interface ChartDefaults {
  /** Properties of a chart that has nothing of its own. */
  readonly initial: Readonly<Record<string, unknown>>
  /** Where the columns of the chart are, as a JSON pointer; filter panes have children instead. */
  readonly columnsPath: string
  readonly dimensionAdded: ColumnAdded
  readonly measureAdded: ColumnAdded
}

interface Target {
  readonly path?: string
  readonly dimensions?: { readonly added?: ColumnAdded }
  readonly measures?: { readonly added?: ColumnAdded }
}

interface Definition {
  readonly qae?: {
    readonly properties?: Readonly<Record<string, unknown>> & { readonly initial?: Readonly<Record<string, unknown>> }
    readonly data?: { readonly targets?: readonly Target[] }
  }
}

/** What a chart's package is handed of nebula.js, as far as its definition needs it; nothing is drawn by it. */
const surroundings = {
  translator: { add: () => undefined, get: (text: string) => text, language: () => 'en-US' },
  flags: { isEnabled: () => false },
  anything: {},
}

/** Reads the defaults of a chart type from its package. */
export const chartDefaults = async (type: string): Promise<ChartDefaults> => {
  const chart = await loadChart(type)
  const { qae } = (typeof chart === 'function' ? chart(surroundings) : chart) as Definition
  const { path = '/qHyperCubeDef', dimensions, measures } = qae?.data?.targets?.[0] ?? {}
  return {
    initial: qae?.properties?.initial ?? qae?.properties ?? {},
    columnsPath: path,
    dimensionAdded: dimensions?.added ?? (() => undefined),
    measureAdded: measures?.added ?? (() => undefined),
  }
}
