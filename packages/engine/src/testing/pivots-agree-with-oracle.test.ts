import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, path } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'
import { type OracleExpanded, type OraclePivot, oraclePivot, sidesOf } from './oracle/oracle-pivot.js'
import { type MeasureKind, type RandomPivot, randomPivot, randomRecords } from './oracle/random-pivot.js'

const seed = Number(process.env.ORACLE_SEED ?? 7)
const runs = Number(process.env.ORACLE_RUNS ?? 60)
const tables = 6

const data = fc.sample(randomRecords, { numRuns: tables, seed })

const literal = (value: string | number | null) => (typeof value === 'string' ? `'${value}'` : String(value ?? 'NULL'))

const sql = data
  .map((records, index) => {
    const rows = records.map(
      ({ values: { a = null, b = null, c = null, d = null }, n }) => `(${[a, b, c, d, n].map(literal).join(', ')})`,
    )
    const names = ['a', 'b', 'c', 'd', 'n'].map((name) => `"${name}${index}"`).join(', ')
    // A table of NULLs alone has a type all the same.
    return `CREATE TABLE scene${index} AS SELECT * FROM (VALUES ${rows.join(', ')}, ('', '', '', '', 0)) t(${names}) WHERE "a${index}" IS DISTINCT FROM '';`
  })
  .join('\n')

let shop: Shop
beforeAll(async () => {
  shop = await openShop(sql)
})
afterAll(() => shop.close())

const sources: Readonly<Record<MeasureKind, string>> = {
  sum: 'Sum(n)',
  count: 'Count(n)',
  above: 'Above(Sum(n))',
  aboveTotal: 'Above(TOTAL Sum(n))',
  below2: 'Below(Sum(n), 2)',
  before: 'Before(Sum(n))',
  afterTotal: 'After(TOTAL Sum(n))',
  first2: 'First(Sum(n), 2)',
  last: 'Last(Sum(n))',
  rangeBefore: 'RangeSum(Before(Sum(n), 0, 3))',
  places: 'RowNo() * 100 + ColumnNo()',
  counts: "NoOfRows() & '/' & NoOfColumns() & '/' & NoOfColumns(TOTAL)",
  depths: "Dimensionality() & '/' & SecondaryDimensionality()",
}

const definition = (table: number, pivot: RandomPivot) => {
  const names = pivot.levels
  const levels: number[] = names.map((_, index) => index)
  if (pivot.measures.length > 1) levels.splice(Math.min(pivot.measuresAt, levels.length), 0, -1)
  return cube({
    qMode: 'P',
    qDimensions: names.map((name) => ({
      ...dimension(`${name}${table}`, {
        qSortCriterias: [{ qSortByAscii: pivot.descending.includes(name) ? -1 : 1 }],
      }),
      qNullSuppression: pivot.withoutNulls.includes(name),
      qTotalLabel: { qv: `all ${name}` },
      qOtherTotalSpec: { qTotalMode: pivot.totals.includes(name) ? 'TOTAL_EXPR' : 'TOTAL_OFF' },
    })),
    qMeasures: pivot.measures.map((kind) => measure(sources[kind].replaceAll('n)', `n${table})`), { qLabel: kind })),
    qInterColumnSortOrder: levels,
    qNoOfLeftDims: pivot.leftLevels,
    qShowTotalsAbove: pivot.totalsAbove,
    qAlwaysFullyExpanded: pivot.alwaysExpanded,
    qSuppressMissing: pivot.suppress === 'missing',
    qSuppressZero: pivot.suppress === 'zero',
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 90, qHeight: 90 }],
  })
}

interface Header {
  readonly qText?: string
  readonly qType: string
  readonly qCanExpand?: true
  readonly qCanCollapse?: true
  readonly qUp: number
  readonly qDown: number
  readonly qSubNodes: readonly Header[]
}

const textOf = ({ qText = '', qType, qCanExpand, qCanCollapse }: Header) =>
  `${qText}${qCanExpand ? '+' : ''}${qCanCollapse ? '-' : ''}/${qType}`

/** The headers of each row or column, the outermost first. */
const endsOf = (headers: readonly Header[], around: readonly string[] = []): readonly (readonly string[])[] =>
  headers.flatMap((header) => {
    const own = [...around, textOf(header)]
    return header.qSubNodes.length === 0 ? [own] : endsOf(header.qSubNodes, own)
  })

/** For each header of a page how many ends it has in all. */
const sizes = (headers: readonly Header[]): readonly number[] =>
  headers.flatMap((header) => [
    header.qUp + Math.max(endsOf(header.qSubNodes).length, 1) + header.qDown,
    ...sizes(header.qSubNodes),
  ])

interface PivotPage {
  readonly qLeft: readonly Header[]
  readonly qTop: readonly Header[]
  readonly qData: readonly (readonly { readonly qText: string }[])[]
}

const headersOf = (ends: OraclePivot['left']) => ends.map(({ headers }) => headers.map(({ text }) => text))

/** How many ends agree with one in its headers up to a level. */
const sizesOf = (ends: OraclePivot['left'], shown: readonly number[]): readonly number[] => {
  const seen = new Set<string>()
  return shown.flatMap((index) => {
    const headers = headersOf(ends)[index] ?? []
    return headers.flatMap((_, level) => {
      const key = `${runOf(ends, index, level).join()} ${level}`
      if (seen.has(key)) return []
      seen.add(key)
      return [runOf(ends, index, level).length]
    })
  })
}

/** The ends around one that are below the same header. */
const runOf = (ends: OraclePivot['left'], index: number, level: number): readonly number[] => {
  const key = (at: number) => {
    const end = ends[at]
    return end && JSON.stringify(end.headers.slice(0, level + 1).map(({ text }) => text))
  }
  const run = [index]
  for (let at = index - 1; at >= 0 && key(at) === key(index); at--) run.unshift(at)
  for (let at = index + 1; at < ends.length && key(at) === key(index); at++) run.push(at)
  return run
}

const rangeOf = (from: number, count: number, length: number) =>
  Array.from({ length: Math.max(Math.min(count, length - from), 0) }, (_, index) => from + index)

test('a pivot table is what the oracle computes, and each page a part of it', { timeout: 3_600_000 }, async () => {
  const client = await openedClient(await openShopSession(shop))
  await fc.assert(
    fc.asyncProperty(
      fc.nat(tables - 1),
      randomPivot,
      fc.record({
        qLeft: fc.nat(6),
        qTop: fc.nat(6),
        qWidth: fc.integer({ min: 1, max: 4 }),
        qHeight: fc.integer({ min: 1, max: 4 }),
      }),
      async (table, pivot, page) => {
        const records = data[table] ?? []
        const chart = await client.create({ ...definition(table, pivot), qInfo: { qId: 'pivot', qType: 'chart' } })
        const expanded: Record<'left' | 'top', OracleExpanded> = {
          left: { all: false, turned: new Set() },
          top: { all: false, turned: new Set() },
        }
        for (const { side, expand, all, end, level } of pivot.turns) {
          if (pivot.alwaysExpanded) break
          const ends = oraclePivot(records, pivot, expanded)[side]
          const at = ends.length === 0 ? 0 : end % ends.length
          const turns = ends[at]?.headers[level]?.turns
          if (!turns && !all) continue
          const method = `${expand ? 'Expand' : 'Collapse'}${side === 'left' ? 'Left' : 'Top'}`
          await client.call(chart, method, path, ...(side === 'left' ? [at, level] : [level, at]), all)
          const key = JSON.stringify(turns)
          if (all) expanded[side] = { all: expand, turned: new Set() }
          else if (expand === expanded[side].all) expanded[side].turned.delete(key)
          else expanded[side].turned.add(key)
        }
        const expected = oraclePivot(records, pivot, expanded)
        const { qHyperCube } = await client.layout(chart)
        expect(qHyperCube.qError).toBeUndefined()
        const [whole] = qHyperCube.qPivotDataPages as readonly PivotPage[]
        expect(whole && { left: endsOf(whole.qLeft), top: endsOf(whole.qTop), cells: textsOf(whole) }).toEqual(
          shownOf(expected, rangeOf(0, 90, expected.left.length), rangeOf(0, 90, expected.top.length)),
        )
        expect(qHyperCube).toMatchObject({
          qSize: { qcx: expected.top.length, qcy: expected.left.length },
          qNoOfLeftDims: sidesOf(pivot).left.levels.length,
        })
        const { qDataPages } = await client.call(chart, 'GetHyperCubePivotData', path, [page])
        const [part] = qDataPages as readonly PivotPage[]
        const rows = rangeOf(page.qTop, page.qHeight, expected.left.length)
        const columns = rangeOf(page.qLeft, page.qWidth, expected.top.length)
        expect(part && { left: endsOf(part.qLeft), top: endsOf(part.qTop), cells: textsOf(part) }).toEqual(
          shownOf(expected, rows, columns),
        )
        expect(part && [sizes(part.qLeft), sizes(part.qTop)]).toEqual([
          sizesOf(expected.left, rows),
          sizesOf(expected.top, columns),
        ])
      },
    ),
    { seed, numRuns: runs, endOnFailure: true },
  )
})

const textsOf = ({ qData }: PivotPage) => qData.map((row) => row.map(({ qText }) => qText))

/** Where there are no headers, there is one row or column of cells without any. */
const shownOf = ({ left, top, cells }: OraclePivot, rows: readonly number[], columns: readonly number[]) => {
  const headers = (ends: OraclePivot['left'], shown: readonly number[]) =>
    shown.flatMap((index) => {
      const own = headersOf(ends)[index] ?? []
      return own.length === 0 ? [] : [own]
    })
  return {
    left: headers(left, rows),
    top: headers(top, columns),
    cells: rows.map((row) => columns.map((column) => cells[row]?.[column] ?? '')),
  }
}
