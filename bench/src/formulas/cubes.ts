/** How hand-written SQL names the tables and columns of the snapshot. */
export interface Names {
  /** Column of element numbers of a field in its table. */
  readonly element: (field: string) => string
  /** Column of the numbers of a field in its table. */
  readonly number: (field: string) => string
  readonly symbols: (field: string) => string
  readonly flights: string
  readonly airports: string
}

/** A cube as a chart asks for it, and the same by hand. */
export interface MeasuredCube {
  readonly name: string
  readonly dimensions: readonly string[]
  readonly measures: readonly string[]
  /**
   * The best statement for its rows, largest first measure first or in the order of the dimension.
   *
   * @param where holds for the flights of the selection
   */
  readonly sql: (names: Names, where: string) => string
}

const rows = 'ORDER BY 2 DESC NULLS LAST LIMIT 100'

/** Twelve cubes over the flights: sets, `TOTAL`, `Aggr`, ranks, inter-record functions, `P()` and `E()`. */
export const cubes: readonly MeasuredCube[] = [
  {
    name: 'set of values',
    dimensions: ['[State]'],
    measures: ['Sum({<[Month]={6}>} [Late]) - Sum({<[Month]={5}>} [Late])'],
    sql: ({ element, number, symbols, flights, airports }, where) =>
      `SELECT a.${element('State')}, sum(CASE WHEN m.num = 6 THEN ${number('Late')} END) - sum(CASE WHEN m.num = 5 THEN ${number('Late')} END)
       FROM ${flights} JOIN ${airports} a USING (${element('Origin')}) JOIN ${symbols('Month')} m ON m.elem = ${element('Month')}
       WHERE ${where} GROUP BY 1 ${rows}`,
  },
  {
    name: 'set without selections',
    dimensions: ['[Origin]'],
    measures: ['Sum([Late]) / Sum({1} [Late])'],
    sql: ({ element, number, flights }, where) =>
      `SELECT ${element('Origin')}, sum(${number('Late')}) FILTER (WHERE ${where}) / sum(${number('Late')}) FROM ${flights} GROUP BY 1 ${rows}`,
  },
  {
    name: 'share of total',
    dimensions: ['[Origin]'],
    measures: ['Count([Delay]) / Count(TOTAL [Delay])'],
    sql: ({ element, flights }, where) =>
      `SELECT ${element('Origin')}, count(${element('Delay')}) / sum(count(${element('Delay')})) OVER () FROM ${flights} WHERE ${where} GROUP BY 1 ${rows}`,
  },
  {
    name: 'share of a dimension',
    dimensions: ['[State]', '[Origin]'],
    measures: ['Count([Delay]) / Count(TOTAL <[State]> [Delay])'],
    sql: ({ element, flights, airports }, where) =>
      `SELECT a.${element('State')}, count(${element('Delay')}) / sum(count(${element('Delay')})) OVER (PARTITION BY a.${element('State')}), ${element('Origin')}
       FROM ${flights} JOIN ${airports} a USING (${element('Origin')}) WHERE ${where} GROUP BY 1, 3 ${rows}`,
  },
  {
    name: 'average of sums',
    dimensions: ['[Month]'],
    measures: ['Avg(Aggr(Sum([Late]), [Date]))'],
    sql: ({ element, number, flights }, where) =>
      `SELECT d0, avg(s) FROM (SELECT ${element('Month')} d0, ${element('Date')} d1, sum(${number('Late')}) s FROM ${flights} WHERE ${where} GROUP BY 1, 2) GROUP BY 1 ${rows}`,
  },
  {
    name: 'largest of sums',
    dimensions: ['[State]'],
    measures: ['Max(Aggr(Sum([Delay]), [Origin], [Date]))'],
    sql: ({ element, number, flights, airports }, where) =>
      `SELECT a.${element('State')}, max(s) FROM (SELECT ${element('Origin')}, ${element('Date')} d1, sum(${number('Delay')}) s FROM ${flights} WHERE ${where} GROUP BY 1, 2) x
       JOIN ${airports} a USING (${element('Origin')}) GROUP BY 1 ${rows}`,
  },
  {
    name: 'rank',
    dimensions: ['[Origin]'],
    measures: ['Sum([Late])', 'Rank(Sum([Late]), 4)'],
    sql: ({ element, number, flights }, where) =>
      `SELECT ${element('Origin')}, sum(${number('Late')}) s, row_number() OVER (ORDER BY sum(${number('Late')}) DESC) FROM ${flights} WHERE ${where} GROUP BY 1 ${rows}`,
  },
  {
    name: 'moving average',
    dimensions: ['[Date]'],
    measures: ['RangeAvg(Above(Count([Delay]), 0, 7))'],
    sql: ({ element, symbols, flights }, where) =>
      `SELECT d0, avg(c) OVER (ORDER BY d.num ROWS 6 PRECEDING) FROM (SELECT ${element('Date')} d0, count(${element('Delay')}) c FROM ${flights} WHERE ${where} GROUP BY 1)
       JOIN ${symbols('Date')} d ON d.elem = d0 ORDER BY d.num LIMIT 100`,
  },
  {
    name: 'possible values',
    dimensions: ['[Month]'],
    measures: ['Count({<[Origin]=P({<[Distance]={">2500"}>} [Origin])>} [Delay])'],
    sql: ({ element, symbols, flights }, where) =>
      `WITH far AS (SELECT DISTINCT ${element('Origin')} o FROM ${flights} JOIN ${symbols('Distance')} d ON d.elem = ${element('Distance')} WHERE ${where} AND d.num > 2500)
       SELECT ${element('Month')}, count(${element('Delay')}) FROM ${flights} JOIN far ON o = ${element('Origin')} WHERE ${where} GROUP BY 1 ${rows}`,
  },
  {
    name: 'excluded values',
    dimensions: ['[Hour]'],
    measures: ['Count({<[Origin]=E({<[Distance]={">2500"}>} [Origin])>} [Delay])'],
    sql: ({ element, symbols, flights }, where) =>
      `WITH far AS (SELECT DISTINCT ${element('Origin')} o FROM ${flights} JOIN ${symbols('Distance')} d ON d.elem = ${element('Distance')} WHERE ${where} AND d.num > 2500)
       SELECT ${element('Hour')}, count(${element('Delay')}) FROM ${flights} ANTI JOIN far ON o = ${element('Origin')} WHERE ${where} GROUP BY 1 ${rows}`,
  },
  {
    name: 'searched set',
    dimensions: ['[Month]'],
    measures: ['Count({<[Route]={"=Avg([Delay])>15"}>} [Delay])'],
    sql: ({ element, number, flights }, where) =>
      `WITH slow AS (SELECT ${element('Route')} r FROM ${flights} WHERE ${where} GROUP BY 1 HAVING avg(${number('Delay')}) > 15)
       SELECT ${element('Month')}, count(${element('Delay')}) FROM ${flights} JOIN slow ON r = ${element('Route')} WHERE ${where} GROUP BY 1 ${rows}`,
  },
  {
    name: 'classes of averages',
    dimensions: ['=Class(Aggr(Avg([Delay]), [Route]), 5)'],
    measures: ['Count(DISTINCT [Route])'],
    sql: ({ element, number, flights }, where) =>
      `SELECT floor(a / 5) * 5, count(*) FROM (SELECT ${element('Route')}, avg(${number('Delay')}) a FROM ${flights} WHERE ${where} GROUP BY 1) GROUP BY 1 ${rows}`,
  },
]
