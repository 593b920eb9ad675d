/** Properties of an object. */
export type Properties = Readonly<Record<string, unknown>>

/** The least that each chart type needs beside its id and type. */
export interface ChartSample {
  readonly properties: Properties
  readonly children?: readonly Properties[]
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

/** One sample of every chart type, over {@link salesSql}. */
export const chartSamples: Readonly<Record<string, ChartSample>> = {
  'action-button': { properties: {} },
  barchart: columns(['Month'], [amount]),
  boxplot: { properties: { boxplotDef: cubeOf(['Product', 'Region'], [amount]) } },
  bulletchart: columns(['Region'], [amount]),
  combochart: columns(['Month'], [amount, cost]),
  distributionplot: columns(['Product', 'Region'], [amount]),
  filterpane: { properties: {}, children: [{ qListObjectDef: dimension('Region') }] },
  histogram: columns(['Amount'], []),
  kpi: columns([], [amount]),
  linechart: columns(['Month'], [amount]),
  mekkochart: columns(['Region', 'Product'], [amount]),
  piechart: columns(['Region'], [amount]),
  'pivot-table': columns(['Region', 'Product'], [amount]),
  'qlik-funnel-chart-ext': columns(['Region'], [amount]),
  'qlik-sankey-chart-ext': columns(['Region', 'Product'], [amount]),
  scatterplot: columns(['Region'], [amount, cost]),
  'sn-grid-chart': columns(['Region', 'Product'], [amount]),
  'sn-org-chart': columns(['Person', 'Manager'], ['Count(Person)']),
  'sn-pivot-table': columns(['Region'], [amount, cost]),
  'sn-table': columns(['Region'], [amount]),
  table: columns(['Region'], [amount]),
  waterfallchart: columns([], [amount, `-${cost}`]),
}

/** A year of sales of four products in five regions, and five people. */
export const salesSql = `CREATE TABLE sales AS
  SELECT ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][m]::ENUM
      ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec') AS "Month",
    ['North', 'South', 'East', 'West', 'Islands'][r] AS "Region",
    ['Desk', 'Lamp', 'Chair', 'Shelf'][p] AS "Product",
    20 + (m * 37 + r * 53 + p * 71 + m * r * 13 + r * p * 29) % 97 + 15 * (5 - r) AS "Amount",
    10 + (m * 23 + r * 31 + p * 47) % 41 AS "Cost"
  FROM range(1, 13) AS months(m), range(1, 6) AS regions(r), range(1, 5) AS products(p);
CREATE TABLE people AS SELECT * FROM (VALUES ('Ada', NULL), ('Ben', 'Ada'), ('Cleo', 'Ada'), ('Dan', 'Ben'),
  ('Eve', 'Cleo')) AS t("Person", "Manager");`
