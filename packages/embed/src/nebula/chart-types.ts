import type { ChartType } from '@understudy/contract'
import { embedError } from '../failure/embed-failure.js'
import { themedKpi, themedOrgChart } from './amended-charts.js'

/** Loads the definition of a chart, on first use. */
type ChartLoader = () => Promise<unknown>

const definition = async (module: Promise<{ readonly default: unknown }>): Promise<unknown> => (await module).default

const container: ChartLoader = () => definition(import('../charts/container/tabs.js'))
const pivotTable: ChartLoader = () => definition(import('@nebula.js/sn-pivot-table'))
const table: ChartLoader = () => definition(import('@nebula.js/sn-table'))
const text: ChartLoader = () => definition(import('../charts/text-image/text-image.js'))

/**
 * Chart types by the name that objects carry in `visualization`. Each is a chunk of its own. A chart that leaves its type
 * open has one by the time it is drawn.
 */
const loaders: Readonly<Record<string, ChartLoader>> = {
  'action-button': () => definition(import('@nebula.js/sn-action-button')),
  barchart: () => definition(import('@nebula.js/sn-bar-chart')),
  boxplot: () => definition(import('@nebula.js/sn-boxplot')),
  bulletchart: () => definition(import('@nebula.js/sn-bullet-chart')),
  combochart: () => definition(import('@nebula.js/sn-combo-chart')),
  container,
  distributionplot: () => definition(import('@nebula.js/sn-distributionplot')),
  filterpane: () => definition(import('@nebula.js/sn-filter-pane')),
  gauge: () => definition(import('../charts/gauge/gauge.js')),
  histogram: () => definition(import('@nebula.js/sn-histogram')),
  kpi: async () => themedKpi(await definition(import('@nebula.js/sn-kpi'))),
  linechart: () => definition(import('@nebula.js/sn-line-chart')),
  map: () => definition(import('../charts/map/map.js')),
  mekkochart: () => definition(import('@nebula.js/sn-mekko-chart')),
  piechart: () => definition(import('@nebula.js/sn-pie-chart')),
  listbox: () => definition(import('../charts/list-box/list-box.js')),
  'pivot-table': pivotTable,
  'qlik-date-picker': () => definition(import('../charts/date-picker/date-picker.js')),
  'qlik-funnel-chart-ext': () => definition(import('@nebula.js/sn-funnel-chart')),
  'qlik-sankey-chart-ext': () => definition(import('@nebula.js/sn-sankey-chart')),
  'qlik-variable-input': () => definition(import('../charts/variable-input/variable-input.js')),
  scatterplot: () => definition(import('@nebula.js/sn-scatter-plot')),
  'sn-grid-chart': () => definition(import('@nebula.js/sn-grid-chart')),
  'sn-layout-container': () => definition(import('../charts/container/layout-container.js')),
  'sn-nav-menu': () => definition(import('../charts/nav-menu/nav-menu.js')),
  'sn-org-chart': async () => themedOrgChart(await definition(import('@nebula.js/sn-org-chart'))),
  'sn-pivot-table': pivotTable,
  'sn-shape': () => definition(import('../charts/shape/shape.js')),
  'sn-tabbed-container': container,
  'sn-table': table,
  'sn-text': text,
  'sn-video-player': () => definition(import('../charts/video/video.js')),
  table,
  'text-image': text,
  treemap: () => definition(import('../charts/treemap/treemap.js')),
  waterfallchart: () => definition(import('@nebula.js/sn-waterfall')),
} satisfies Record<Exclude<ChartType, 'auto-chart'>, unknown>

/** Whether the runtime can draw charts of a type. */
export const isChartType = (name: string): boolean => Object.hasOwn(loaders, name)

/** Whether a type arranges itself by the room that it first gets, and stays so: such a one is drawn when it has some. */
export const needsRoom = (name: string): boolean => name === 'filterpane'

/**
 * Loads the code of a chart type ahead of nebula.js, which would remember a failed load for as long as the page lives.
 *
 * @returns what the package of the chart exports
 * @throws {EmbedError} EMBED-CHART-TYPE for an unknown type, EMBED-CONNECTION when the code cannot be loaded
 */
export const loadChart = async (name: string): Promise<unknown> => {
  const load = isChartType(name) ? loaders[name] : undefined
  if (load === undefined) throw embedError('EMBED-CHART-TYPE', `There is no chart type '${name}'.`)
  try {
    return await load()
  } catch (cause) {
    throw embedError('EMBED-CONNECTION', `The code of chart type '${name}' could not be loaded.`, { cause })
  }
}

/** Chart types in the form in which nebula.js registers them. */
export const nebulaTypes = Object.entries(loaders).map(([name, load]) => ({ name, load }))
