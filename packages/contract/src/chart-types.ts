/** What the documentation says of a chart type. */
export interface ChartTypeEntry {
  /** What people call it. */
  readonly title: string
  /** The columns that it takes, and where its properties differ from those of other types. */
  readonly takes: string
}

/** The charts that the browser runtime draws, by the name that objects carry in `visualization`. */
export const chartTypeTable = {
  'action-button': { title: 'Button', takes: 'no columns; `actions` and `style.label`' },
  'auto-chart': { title: 'Chart of a type that suits its columns', takes: 'dimensions and measures' },
  barchart: { title: 'Bar chart', takes: '1–2 dimensions, 1–15 measures' },
  boxplot: { title: 'Box plot', takes: '1–2 dimensions, 1 measure, in `boxplotDef.qHyperCubeDef`' },
  bulletchart: { title: 'Bullet chart', takes: '0–1 dimension, 1–15 measures' },
  combochart: { title: 'Combo chart', takes: '1 dimension, 1–15 measures' },
  container: { title: 'Container', takes: 'children, one a tab; `children` gives them names, an order and conditions' },
  distributionplot: { title: 'Distribution plot', takes: '1–2 dimensions, 1 measure' },
  filterpane: { title: 'Filter pane', takes: 'children of type `listbox`, each with a `qListObjectDef`' },
  gauge: { title: 'Gauge', takes: '1 measure; `gaugetype` is `radial` or `bar`' },
  histogram: { title: 'Histogram', takes: '1 dimension of numbers' },
  kpi: { title: 'KPI', takes: '1–2 measures' },
  linechart: { title: 'Line chart', takes: '1–2 dimensions, 1–15 measures' },
  listbox: { title: 'List box', takes: '`qListObjectDef` of a field or a master dimension' },
  map: {
    title: 'Map',
    takes:
      '1 dimension, 0–1 measure; `locationOrLatitude` and `longitude` are expressions, without which the values are geometries of GeoJSON, or names or ISO codes of countries, or names of states of the USA; or such layers in `gaLayers`, each with a `qHyperCubeDef`; `layerType` (of a layer `type`) is `PointLayer`, `AreaLayer`, or `LineLayer` with an `endPoint`; `geojson` brings shapes of your own',
  },
  mekkochart: { title: 'Mekko chart', takes: '2 dimensions, 1 measure' },
  piechart: { title: 'Pie chart', takes: '1 dimension, 1–2 measures' },
  'pivot-table': { title: 'Pivot table', takes: '1 dimension or more, 1 measure or more' },
  'qlik-date-picker': { title: 'Date picker', takes: '`qListObjectDef` of a field of dates' },
  'qlik-funnel-chart-ext': { title: 'Funnel chart', takes: '1 dimension, 1 measure' },
  'qlik-sankey-chart-ext': { title: 'Sankey chart', takes: '2–5 dimensions, 1 measure' },
  'qlik-variable-input': {
    title: 'Variable input',
    takes: '`variableName`; `render` is `b` (buttons), `s` (list), `l` (slider) or `f` (field)',
  },
  scatterplot: { title: 'Scatter plot', takes: '1 dimension, 2–3 measures' },
  'sn-grid-chart': { title: 'Grid chart', takes: '2 dimensions, 1 measure' },
  'sn-layout-container': { title: 'Layout container', takes: 'children; `objects` gives them `bounds` in per cent' },
  'sn-nav-menu': {
    title: 'Navigation menu',
    takes: 'no columns; lists the sheets of the app, `layoutOptions.orientation` is `horizontal` or `vertical`',
  },
  'sn-org-chart': { title: 'Organisation chart', takes: '2 dimensions (node, its parent), 0–1 measure' },
  'sn-pivot-table': { title: 'Pivot table', takes: 'as `pivot-table`' },
  'sn-shape': {
    title: 'Shape or line',
    takes:
      'no columns; `shape` is `rectangle`, `rounded`, `ellipse`, `triangle`, `diamond`, `horizontal-line`, `vertical-line`, `right-arrow` or `down-arrow`; `fill`, `stroke`, `text`',
  },
  'sn-tabbed-container': {
    title: 'Tabbed container',
    takes: 'children, one a tab; `objects` as `children` of `container`',
  },
  'sn-table': { title: 'Straight table', takes: 'as `table`' },
  'sn-text': { title: 'Text', takes: 'as `text-image`' },
  'sn-video-player': {
    title: 'Video',
    takes:
      'no columns; `url` of a file, for which `autoplay`, `muted` and `loop` are, or of a video at YouTube or Vimeo',
  },
  table: { title: 'Straight table', takes: 'dimensions and measures, together 1 or more' },
  'text-image': {
    title: 'Text',
    takes: '0 or more measures; `markdown`, in which `{{id}}` is a measure by its `cId` or title',
  },
  treemap: { title: 'Treemap', takes: '1 dimension or more, 1 measure' },
  waterfallchart: { title: 'Waterfall chart', takes: '1–50 measures' },
} as const satisfies Readonly<Record<string, ChartTypeEntry>>

/** The name of a chart that the browser runtime draws. */
export type ChartType = keyof typeof chartTypeTable

/** The names of all charts that the browser runtime draws. */
export const chartTypes = Object.keys(chartTypeTable) as readonly ChartType[]

/** Renders the page of the documentation that lists the chart types. */
export const renderChartTypes = (): string =>
  [
    '# Chart types',
    '',
    'The names that objects of an app carry in `visualization`, and pages in `type`. The code of a chart is loaded when a page first has',
    'one. Besides what the table says, `qInfo` and `visualization` are enough: all else is the default of the type. A chart of a type that',
    'is not here shows a panel with its name; the rest of the page is not affected.',
    '',
    '| `visualization` | chart | takes |',
    '|---|---|---|',
    ...Object.entries(chartTypeTable).map(([name, { title, takes }]) => `| \`${name}\` | ${title} | ${takes} |`),
    '',
  ].join('\n')
