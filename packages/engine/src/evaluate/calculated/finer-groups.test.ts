import { expect, test } from 'vitest'
import { symbolSet } from '../../model/symbol-set.js'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { watched } from '../../testing/watched-statements.js'
import { evaluateHypercube } from '../evaluate-hypercube.js'

/** A hundred sales on nine days of three shops; one day and one amount are missing. */
const sales = `CREATE TABLE sales AS SELECT
  CASE WHEN i % 10 < 9 THEN DATE '2024-01-27' + CAST(i % 10 AS INTEGER) END AS day,
  CASE WHEN i > 0 THEN i END AS amount, 'shop ' || (i % 3) AS shop FROM range(100) t(i)`

test('what is calculated from few values is computed for these, with the results of computing it row by row', () =>
  withSnapshot(sales, async (snapshot) => {
    const { context, statements } = watched(await contextOf(snapshot))
    const by = async (definition: string, ...expressions: string[]) => {
      const outcome = await evaluateHypercube(context, {
        dimensions: [{ definition, sort: { byNumeric: 1 } }],
        measures: expressions.map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = await outcome.cube.page(0, 10)
      return [...rows, outcome.cube.grandTotal].map((row) => row.map(({ num }) => num))
    }
    const measures = ['Sum(amount)', 'Count(amount)', 'Avg(amount)', 'Min(amount)', 'Count(DISTINCT day)', 'Max(day)']
    // 27 to 31 January are the remainders 0 to 4, the days of February 5 to 8.
    expect(await by('=Month(day)', ...measures)).toEqual([
      [1, 2350, 49, 2350 / 49, 1, 5, 45322],
      [2, 2060, 40, 51.5, 5, 4, 45326],
      [null, 540, 10, 54, 9, 0, null],
      [4950, 99, 50, 1, 9, 45326],
    ])
    expect(statements.some((sql) => /count\(x\d+_0p\) AS DOUBLE\) AS a4.* FROM \(SELECT d0 AS f_\d+\b/.test(sql))).toBe(
      true,
    )
    expect(await by('=If(Aggr(Sum(amount), shop) > 1640, 2, 1)', 'Count(amount)', 'Count(DISTINCT shop)')).toEqual([
      [1, 66 - 33, 1],
      [2, 66, 2],
      [99, 3],
    ])
    // What counts each row, and cannot be added up, is computed from the rows.
    expect(await by('=Month(day)', 'Median(amount)', 'Count(DISTINCT amount)')).toEqual([
      [1, 50, 49],
      [2, 51.5, 40],
      [null, 54, 10],
      [50, 99],
    ])
  }))

/** A thousand sales of five people in three regions; some have no person, and one person is of no region. */
const people = `CREATE TABLE sales AS SELECT CASE WHEN i % 11 < 10 THEN 'p' || (i % 5) END AS person, i % 3 AS year,
    CASE WHEN i % 11 < 10 THEN 'a' || (i % 5) END AS agent, CASE WHEN i % 3 = 0 THEN 'z' ELSE 'k' || (i % 2) END AS kind,
    CASE WHEN i % 7 > 0 THEN i END AS amount FROM range(1000) t(i);
  CREATE TABLE people AS SELECT 'p' || i AS person, CASE WHEN i < 4 THEN 'r' || (i % 3) END AS region, i * 10 AS age FROM range(5) t(i)`

interface Sale {
  readonly person: number | null
  readonly year: number
  readonly amount: number | null
}

const sales1000: readonly Sale[] = Array.from({ length: 1000 }, (_, i) => ({
  person: i % 11 < 10 ? i % 5 : null,
  year: i % 3,
  amount: i % 7 > 0 ? i : null,
}))

const regionOf = ({ person }: Sale): string | null => (person === null || person === 4 ? null : `r${person % 3}`)

const total = (of: readonly Sale[]): number => of.reduce((sum, { amount }) => sum + (amount ?? 0), 0)

test('tables are joined and sets told apart after rows are grouped, with the results of doing so row by row', () =>
  withSnapshot(people, async (snapshot) => {
    const { context, statements } = watched(await contextOf(snapshot))
    const rowsOf = async (selected: readonly number[], dimensions: readonly string[], ...expressions: string[]) => {
      const year = snapshot.document.model.fields.find(({ name }) => name === 'year')
      expect(year?.symbolCount).toBe(3)
      const outcome = await evaluateHypercube(
        { ...context, selections: new Map([['year', { values: symbolSet(selected), locked: false }]]) },
        {
          dimensions: dimensions.map((definition) => ({ definition, sort: { byAscii: 1 } })),
          measures: expressions.map((expression) => ({ expression })),
        },
      )
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = await outcome.cube.page(0, 100)
      const counts = outcome.cube.dimensions.map(({ stateCounts }) => stateCounts.possible)
      return { rows: [...rows, outcome.cube.grandTotal].map((row) => row.map(({ num, text }) => text ?? num)), counts }
    }
    const within = (years: readonly number[], region?: string | null) =>
      sales1000.filter((sale) => years.includes(sale.year) && (region === undefined || regionOf(sale) === region))
    const regions = ['r0', 'r1', 'r2', null]
    const byRegion = await rowsOf(
      [1],
      ['region'],
      'Sum(amount)',
      'Sum({<year={2}>} amount)',
      'Count({1<age={10}>} amount)',
    )
    const ofOne = (region?: string | null) =>
      within([0, 1, 2], region).filter(({ person, amount }) => person === 1 && amount !== null).length
    expect(byRegion.rows).toEqual([
      ...regions.map((region) => [region, total(within([1], region)), total(within([2], region)), ofOne(region)]),
      [total(within([1])), total(within([2])), ofOne()],
    ])
    expect(byRegion.counts).toEqual([3])
    expect(statements.filter((sql) => /GROUP BY d0, d1/.test(sql) && /AS f_\d+, d1 AS f_\d+/.test(sql))).toHaveLength(1)
    const shares = await rowsOf([0, 2], ['region', 'person'], 'Sum(amount) / Sum(TOTAL <region> amount)', 'Avg(amount)')
    const people = [0, 1, 2, 3, 4, null]
    const shown = people.map((person) => {
      const own = within([0, 2]).filter((sale) => sale.person === person)
      const region = own.map(regionOf)[0] ?? null
      const counted = own.filter(({ amount }) => amount !== null).length
      return [
        region,
        person === null ? null : `p${person}`,
        total(own) / total(within([0, 2], region)),
        total(own) / counted,
      ]
    })
    const inOrder = [...shown].sort((a, b) => String(a[0] ?? 'z').localeCompare(String(b[0] ?? 'z')))
    expect(shares.rows.slice(0, -1)).toEqual(inOrder)
    expect(shares.counts).toEqual([3, 5])
    const distinct = await rowsOf([1], ['region'], 'Count(DISTINCT person)', 'Count({1} DISTINCT person)')
    expect(distinct.rows.at(-1)).toEqual([5, 5])
    // A row of the Aggr is at its first sale: those of agents 0 and 3 are of kind z, of 2 and 4 of k0, of 1 of k1.
    const ofAgent = (...agents: number[]) => total(sales1000.filter(({ person }) => agents.includes(person ?? -1)))
    const byKind = await rowsOf([0, 1, 2], ['kind'], 'Sum(Aggr(Sum(amount), agent))', 'Count(Aggr(Sum(amount), agent))')
    expect(byKind.rows).toEqual([
      ['k0', ofAgent(2, 4), 2],
      ['k1', ofAgent(1), 1],
      ['z', ofAgent(0, 3), 2],
      [ofAgent(0, 1, 2, 3, 4), 5],
    ])
    // Sales without an agent are of no row of the Aggr, however much they are together.
    const isHigh = '=If(Aggr(Sum(amount), agent) > 30000, 1, 2)'
    await rowsOf([0], [isHigh], 'Count(amount)')
    const high = await rowsOf([0, 1, 2], [isHigh], 'Count(amount)')
    const counted = (isOfPerson: boolean) =>
      sales1000.filter(({ person, amount }) => amount !== null && (person !== null) === isOfPerson).length
    expect(high.rows).toEqual([['1', counted(true)], ['2', counted(false)], [counted(true) + counted(false)]])
    expect(high.counts).toEqual([2])
    statements.length = 0
    const ofAgents = await rowsOf([0, 2], [isHigh], 'Count(DISTINCT agent)')
    expect(ofAgents.rows).toEqual([['1', 5], ['2', 0], [5]])
    const table = `t_${snapshot.document.model.tables.find(({ name }) => name === 'sales')?.id}`
    const scansOf = (sql: string) => sql.split(new RegExp(`\\b${table} AS `)).length - 1
    // What the chart shows, which tells its values, and its total: all of one scan.
    expect(statements.map(scansOf)).toEqual([1])
    expect(statements[0]).not.toContain(' AS p2')
    await rowsOf([1], ['=Class(Aggr(Sum(amount), agent), 10000)'], 'Count(DISTINCT agent)')
    statements.length = 0
    const classes = await rowsOf([0, 2], ['=Class(Aggr(Sum(amount), agent), 10000)'], 'Count(DISTINCT agent)')
    const lowerBounds = [0, 1, 2, 3, 4].map((agent) => {
      const sum = total(sales1000.filter(({ person, year }) => person === agent && year !== 1))
      return Math.floor(sum / 10_000) * 10_000
    })
    const ofClass = [...new Set(lowerBounds)].map((from) => [
      `${from} <= x < ${from + 10_000}`,
      lowerBounds.filter((other) => other === from).length,
    ])
    expect(classes.rows).toEqual([...ofClass.sort(), [null, 0], [5]])
    expect(classes.counts).toEqual([ofClass.length])
    // A text is written for each class, not for each agent.
    expect(statements.map(scansOf)).toEqual([1])
    expect(statements[0]).toMatch(/SELECT d0, [^()]*\(\(CASE WHEN d0 = trunc\(d0\).* GROUP BY d0\)/)
  }))
