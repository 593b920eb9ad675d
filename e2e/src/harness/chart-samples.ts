/** Properties of an object. */
export type Properties = Readonly<Record<string, unknown>>

/** The least that each chart type needs beside its id and type. */
export interface ChartSample {
  readonly properties: Properties
  readonly children?: readonly (Properties & { readonly type: string })[]
}

const dimension = (field: string) => ({ qDef: { qFieldDefs: [field] } })
const cubeOf = (dimensions: readonly string[], measures: readonly string[]) => ({
  qHyperCubeDef: {
    qDimensions: dimensions.map(dimension),
    qMeasures: measures.map((expression) => ({ qDef: { qDef: expression } })),
  },
})
const columns = (dimensions: readonly string[], measures: readonly string[]): ChartSample => ({
  properties: cubeOf(dimensions, measures),
})

const amount = 'Sum(Amount)'
const cost = 'Sum(Cost)'

const barOf = (field: string) => ({ type: 'barchart', title: `By ${field}`, ...cubeOf([field], [amount]) })

/** One sample of every chart type, over {@link salesSql}. */
export const chartSamples: Readonly<Record<string, ChartSample>> = {
  'action-button': { properties: {} },
  'auto-chart': columns(['Region'], [amount]),
  barchart: columns(['Month'], [amount]),
  boxplot: { properties: { boxplotDef: cubeOf(['Product', 'Region'], [amount]) } },
  bulletchart: columns(['Region'], [amount]),
  combochart: columns(['Month'], [amount, cost]),
  container: { properties: {}, children: [barOf('Region'), barOf('Month')] },
  distributionplot: columns(['Product', 'Region'], [amount]),
  filterpane: { properties: {}, children: [{ type: 'listbox', qListObjectDef: dimension('Region') }] },
  gauge: columns([], [amount]),
  histogram: columns(['Amount'], []),
  kpi: columns([], [amount]),
  linechart: columns(['Month'], [amount]),
  listbox: { properties: { qListObjectDef: dimension('Region') } },
  map: columns(['Country'], [`Count(Country)`]),
  mekkochart: columns(['Region', 'Product'], [amount]),
  piechart: columns(['Region'], [amount]),
  'pivot-table': columns(['Region', 'Product'], [amount]),
  'qlik-date-picker': { properties: { qListObjectDef: dimension('Day') } },
  'qlik-funnel-chart-ext': columns(['Region'], [amount]),
  'qlik-sankey-chart-ext': columns(['Region', 'Product'], [amount]),
  'qlik-variable-input': { properties: { variableName: 'Rate' } },
  scatterplot: columns(['Region'], [amount, cost]),
  'sn-grid-chart': columns(['Region', 'Product'], [amount]),
  'sn-layout-container': { properties: {}, children: [barOf('Region'), { type: 'kpi', ...cubeOf([], [cost]) }] },
  'sn-nav-menu': { properties: {} },
  'sn-org-chart': columns(['Person', 'Manager'], ['Count(Person)']),
  'sn-pivot-table': columns(['Region'], [amount, cost]),
  'sn-shape': { properties: { shape: 'rounded', text: 'Since 2001' } },
  'sn-tabbed-container': { properties: {}, children: [barOf('Region'), barOf('Month')] },
  'sn-table': columns(['Region'], [amount]),
  'sn-video-player': { properties: { url: 'data:' } },
  'sn-text': columns([], [cost]),
  table: columns(['Region'], [amount]),
  'text-image': columns([], [amount, cost]),
  treemap: columns(['Region', 'Product'], [amount]),
  waterfallchart: columns([], [amount, `-${cost}`]),
}

/** A year of sales of four products in five regions, and five people. */
export const salesSql = `CREATE TABLE sales AS
  SELECT ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][m]::ENUM
      ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec') AS "Month",
    ['North', 'South', 'East', 'West', 'Islands'][r] AS "Region",
    ['Desk', 'Lamp', 'Chair', 'Shelf'][p] AS "Product",
    20 + (m * 37 + r * 53 + p * 71 + m * r * 13 + r * p * 29) % 97 + 15 * (5 - r) AS "Amount",
    10 + (m * 23 + r * 31 + p * 47) % 41 AS "Cost",
    make_date(2024, m::INTEGER, 15) AS "Day"
  FROM range(1, 13) AS months(m), range(1, 6) AS regions(r), range(1, 5) AS products(p);
CREATE TABLE people AS SELECT * FROM (VALUES ('Ada', NULL), ('Ben', 'Ada'), ('Cleo', 'Ada'), ('Dan', 'Ben'),
  ('Eve', 'Cleo')) AS t("Person", "Manager");
CREATE TABLE places AS SELECT * FROM (VALUES ('France', 'Paris', 48.86, 2.35, 21), ('DE', 'Berlin', 52.52, 13.4, 36),
  ('Spain', 'Madrid', 40.42, -3.7, 33)) AS t("Country", "City", "Latitude", "Longitude", "Inhabitants");`

/** A variable of the same app. */
export const salesVariables = JSON.stringify([
  { qInfo: { qId: 'rate', qType: 'variable' }, qName: 'Rate', qDefinition: '3' },
])
