import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, measure, path } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

/** 5,000 points: x is the number of the point, y its square; every tenth has no y, and so no place. */
const points = `
CREATE TABLE points AS SELECT i AS "Point", i::DOUBLE AS "X", CASE WHEN i % 10 = 9 THEN NULL ELSE (i * i)::DOUBLE END AS "Y",
  CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END AS "Kind", ((i * 7919) % 5000)::BIGINT AS "Place"
FROM range(5000) t(i);
CREATE TYPE season AS ENUM ('winter', 'summer');
CREATE TABLE days AS SELECT DATE '2024-01-01' + i::INTEGER AS "Day", (CASE WHEN i < 2 THEN 'winter' ELSE 'summer' END)::season AS "Season"
FROM range(4) t(i);
`

let shop: Shop
beforeAll(async () => {
  shop = await openShop(points)
})
afterAll(() => shop.close())

const field = (name: string) => ({ qDef: { qFieldDefs: [name] } })

const opened = async (definition: object) => {
  const client = await openedClient(await openShopSession(shop))
  const chart = await client.create(cube({ qInitialDataFetch: [], ...definition }))
  return { ...client, chart }
}

type Bin = readonly [left: number, top: number, right: number, bottom: number, count: number]

describe('a scatter plot of more points than it shows one by one', () => {
  const scatter = { qDimensions: [field('Point')], qMeasures: [measure('Sum(X)'), measure('Max(Y)')] }
  const whole = { qLeft: 0, qTop: 4998 ** 2, qWidth: 5000, qHeight: 4998 ** 2 }

  const binned = async (range: object | undefined, cells: number, level: number) => {
    const { call, chart } = await opened(scatter)
    const pages = [{ qLeft: 0, qTop: 0, qWidth: 3, qHeight: 5000 }]
    const ranges = range ? [range] : []
    const { qDataPages } = await call(chart, 'GetHyperCubeBinnedData', path, pages, {}, ranges, cells, level, 0)
    const [grid, rows] = qDataPages
    const [densest, ...others] = grid.qMatrix.map(([cell]: CellLayout[]) => cell)
    const bins: Bin[] = others.map(({ qText, qNum }: CellLayout) => [...JSON.parse(qText), qNum])
    return { densest: densest?.qNum, bins, rows: rows.qMatrix as CellLayout[][], area: rows.qArea }
  }

  it('has cells, each with the number of the points within it', async () => {
    const { densest, bins, rows } = await binned(whole, 1000, 4)
    expect(rows).toEqual([])
    expect(bins.length).toBeGreaterThan(16)
    expect(bins.length).toBeLessThanOrEqual(256)
    expect(bins.reduce((sum, [, , , , count]) => sum + count, 0)).toBe(4500)
    expect(densest).toBe(Math.max(...bins.map(([, , , , count]) => count)))
    const all = Array.from({ length: 5000 }, (_, i) => i).filter((i) => i % 10 !== 9)
    for (const [left, top, right, bottom, count] of bins) {
      expect(top).toBeGreaterThan(bottom)
      const inside = all.filter((i) => i >= left && i < right && i * i >= bottom && i * i < top).length
      // The last cell of a row or column has its far edge.
      expect(Math.abs(inside - count)).toBeLessThanOrEqual(1)
    }
  })

  it('has no hexagons', async () => {
    const { request, chart } = await opened(scatter)
    const ask = (method: number) => request(chart, 'GetHyperCubeBinnedData', [path, [], {}, [whole], 1000, 4, method])
    expect((await ask(1)).error).toMatchObject({ code: 20 })
    expect((await ask(2)).result.qDataPages).toHaveLength(2)
  })

  it('has finer cells at a higher level, and never more than were asked for', async () => {
    const coarse = await binned(whole, 5000, 3)
    const fine = await binned(undefined, 1000, 7)
    const bounded = await binned(whole, 50, 20)
    expect(fine.bins.length).toBeGreaterThan(coarse.bins.length)
    expect(bounded.bins.length).toBeLessThanOrEqual(50)
    expect(bounded.bins.length).toBeGreaterThan(10)
  })

  it('shows the points themselves where they are few', async () => {
    const { densest, bins, rows, area } = await binned(
      { qLeft: 100, qTop: 40_000, qWidth: 400, qHeight: 30_000 },
      1000,
      5,
    )
    expect([densest, bins]).toEqual([undefined, []])
    // y from 10,000 to 40,000 is x from 100 to 200.
    expect(rows.map(([, x]) => x?.qNum)).toEqual(
      Array.from({ length: 101 }, (_, i) => 100 + i).filter((i) => i % 10 !== 9),
    )
    expect(rows[0]?.[0]).toMatchObject({ qText: '100', qState: 'O' })
    expect(area).toEqual({ qLeft: 0, qTop: 0, qWidth: 3, qHeight: rows.length })
  })

  it('counts what is selected, and nothing else', async () => {
    const { call, chart, doc } = await opened(scatter)
    await call((await call(doc, 'GetField', 'Kind')).qReturn.qHandle, 'Select', 'even')
    const { qDataPages } = await call(chart, 'GetHyperCubeBinnedData', path, [], {}, [whole], 1000, 3, 0)
    const [, ...cells] = qDataPages[0].qMatrix
    expect(cells.reduce((sum: number, [cell]: CellLayout[]) => sum + (cell?.qNum ?? 0), 0)).toBe(2500)
  })

  it.each([
    [{ qLeft: 0, qTop: 9, qWidth: 3 }],
    [{ qLeft: 0, qTop: 9, qHeight: 3 }],
    [{ qLeft: 0, qWidth: 9, qHeight: 3 }],
    [{ qTop: 0, qWidth: 9, qHeight: 3 }],
    [{ qLeft: 0, qTop: 9, qWidth: -1, qHeight: 3 }],
    [{ qLeft: 0, qTop: 9, qWidth: 1, qHeight: -3 }],
    [{ qLeft: 'x', qTop: 9, qWidth: 1, qHeight: 3 }],
    [{}],
  ])('is asked for within rectangles: %j is none', async (range) => {
    const { request, chart } = await opened(scatter)
    const { error } = await request(chart, 'GetHyperCubeBinnedData', [path, [], {}, [whole, range], 1000, 3, 0])
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining('qDataRanges[1]') })
  })

  it('has no point for the others that a limit leaves out', async () => {
    const most = { qOtherMode: 'OTHER_COUNTED', qOtherCounted: { qv: '40' }, qOtherSortMode: 'OTHER_SORT_DESCENDING' }
    const { call, chart } = await opened({
      ...scatter,
      qDimensions: [{ ...field('Point'), qOtherTotalSpec: most }],
      qMeasures: [measure('Sum(X)'), measure('Sum(Y)')],
    })
    const answer = async (cells: number) =>
      (await call(chart, 'GetHyperCubeBinnedData', path, [], {}, [], cells, 3, 0)).qDataPages
    const [, ...bins] = (await answer(10))[0].qMatrix
    // The others count as one of the forty that are asked for.
    expect(bins.reduce((sum: number, [cell]: CellLayout[]) => sum + (cell?.qNum ?? 0), 0)).toBe(39)
    expect((await answer(1000))[1].qMatrix).toHaveLength(39)
    const page = { qLeft: 0, qTop: 0, qWidth: 3, qHeight: 100 }
    expect((await call(chart, 'GetHyperCubeData', path, [page])).qDataPages[0].qMatrix).toHaveLength(40)
  })

  it('needs two measures', async () => {
    const { request, chart } = await opened({ ...scatter, qMeasures: [measure('Sum(X)')] })
    const args = [path, [], {}, [], 1000, 3, 0]
    expect((await request(chart, 'GetHyperCubeBinnedData', args)).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
  })
})

describe('reduced data', () => {
  const bars = { qDimensions: [{ qDef: { qFieldDefs: ['Point'], qSortCriterias: [{ qSortByNumeric: 1 }] } }] }
  const reduced = async (height: number, ...how: unknown[]) => {
    // One bar towers over the others.
    const towering = measure('If(Point = 2345, 9, Mod(Point, 3))')
    const { call, chart } = await opened({ ...bars, qMeasures: [towering] })
    const pages = [{ qLeft: 0, qTop: 0, qWidth: 2, qHeight: height }]
    const [page] = (await call(chart, 'GetHyperCubeReducedData', path, pages, ...how)).qDataPages
    const rows: number[][] = page.qMatrix.map((row: CellLayout[]) => row.map(({ qNum }) => qNum))
    return { rows, places: rows.map(([place]) => place ?? -1), isReduced: page.qIsReduced, height: page.qArea.qHeight }
  }

  it('keeps the shape of what does not fit a page, by rows that there are, in their order', async () => {
    const { rows, places, isReduced, height } = await reduced(400, -1, 'D1')
    expect(isReduced).toBe(true)
    expect(rows.length).toBeGreaterThan(200)
    expect(rows.length).toBeLessThanOrEqual(400)
    expect(height).toBe(rows.length)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect([places[0], places.at(-1)]).toEqual([0, 4999])
    expect(rows).toContainEqual([2345, 9])
    for (const [place = 0, value] of rows) expect(value).toBe(place === 2345 ? 9 : place % 3)
  })

  it('is halved as often as asked for', async () => {
    const { rows, isReduced } = await reduced(1000, 4, 'D1')
    expect(isReduced).toBe(true)
    expect(rows.length).toBeGreaterThan(200)
    expect(rows.length).toBeLessThanOrEqual(Math.ceil(5000 / 16))
  })

  it('is not reduced where it fits, or nothing asks for it', async () => {
    for (const how of [
      [0, 'D1'],
      [-1, 'N'],
      [-1, 'DATA_REDUCTION_NONE'],
    ]) {
      const { places, isReduced } = await reduced(400, ...how)
      expect([how, isReduced]).toEqual([how, false])
      expect(places).toEqual(Array.from({ length: 400 }, (_, at) => at))
    }
    const { rows, isReduced } = await reduced(5000, -1, 'D1')
    expect([rows.length, isReduced]).toEqual([5000, false])
  })

  it('is refused for clouds of points, and for more cells than a call may ask for', async () => {
    for (const mode of ['S', 'C', 'X']) await expect(reduced(400, -1, mode)).rejects.toMatchObject({ code: 20 })
    await expect(reduced(5001, -1, 'D1')).resolves.toMatchObject({ isReduced: false })
    const { request, chart } = await opened({ ...bars, qMeasures: [measure('Sum(X)')] })
    const page = { qLeft: 0, qTop: 0, qWidth: 2, qHeight: 4000 }
    const { error } = await request(chart, 'GetHyperCubeReducedData', [path, [page, page], -1, 'D1'])
    expect(error).toMatchObject({ code: 7009 })
  })
})

describe('a continuous axis', () => {
  const line = { qDimensions: [field('Place')], qMeasures: [measure('Sum(X)')] }

  const continuous = async (definition: object, options: object, reversed?: boolean) => {
    const { call, chart } = await opened(definition)
    const { qDataPages, qAxisData } = await call(chart, 'GetHyperCubeContinuousData', path, options, reversed)
    expect(qAxisData).toEqual({ qAxis: [] })
    const [{ qMatrix, qArea, qIsReduced }] = qDataPages
    expect(qArea.qHeight).toBe(qMatrix.length)
    const numbers: number[][] = qMatrix.map((row: CellLayout[]) => row.map(({ qNum }) => qNum))
    return { numbers, first: numbers.map(([place]) => place), reduced: qIsReduced }
  }

  it('is one of numbers that are written as such, in straight and stacked cubes', async () => {
    const axes = async (...fields: string[]) => {
      const { layout, chart } = await opened({ qDimensions: fields.map(field), qMeasures: [measure('Sum(X)')] })
      return (await layout(chart)).qHyperCube.qDimensionInfo.map(
        ({ qContinuousAxes }: { qContinuousAxes?: boolean }) => qContinuousAxes,
      )
    }
    expect(await axes('Place', 'Kind', 'Year', 'Day', 'Season')).toEqual([true, undefined, true, true, undefined])
    expect(await axes('=Point * 2', '=Month(Day)', "=If(Point > 5, 'a', 'b')")).toEqual([true, undefined, undefined])
    const stacked = await continuous({ ...line, qMode: 'K' }, { qStart: 100, qEnd: 200, qNbrPoints: 2000 })
    expect(stacked.first).toEqual(Array.from({ length: 103 }, (_, i) => 99 + i))
    const { request, chart } = await opened({ ...line, qMode: 'P' })
    const { error } = await request(chart, 'GetHyperCubeContinuousData', [path, { qNbrPoints: 9 }])
    expect(error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
  })

  it('has its rows in the order of the axis, within bounds with one on each side', async () => {
    const { first, numbers, reduced } = await continuous(line, { qStart: 100, qEnd: 200, qNbrPoints: 2000 })
    expect(first).toEqual(Array.from({ length: 103 }, (_, i) => 99 + i))
    const xOf = new Map(Array.from({ length: 5000 }, (_, i) => [(i * 7919) % 5000, i]))
    for (const [place = 0, x] of numbers) expect(x).toBe(xOf.get(place))
    expect(reduced).toBe(true)
    const back = await continuous(line, { qStart: 100, qEnd: 200, qNbrPoints: 2000 }, true)
    expect(back.first).toEqual([...first].reverse())
  })

  it('keeps the extremes of a line that has more values than points', async () => {
    const { numbers, first } = await continuous(line, { qStart: 0, qEnd: 4999, qNbrPoints: 400 })
    expect(first.length).toBeLessThanOrEqual(400)
    expect(first.length).toBeGreaterThan(200)
    expect([first[0], first.at(-1)]).toEqual([0, 4999])
    const values = numbers.map(([, x]) => x)
    expect([Math.min(...(values as number[])), Math.max(...(values as number[]))]).toEqual([0, 4999])
    expect(first).toEqual([...first].sort((a = 0, b = 0) => a - b))
  })

  const wide = (count: number, more: object = {}) => [
    measure('Sum(X)', more),
    ...Array.from({ length: count - 1 }, () => measure('Sum(X)')),
  ]

  it('has fewer rows the more columns they have, however many points and lines are asked for', async () => {
    const most = Math.floor(60_000 / 101)
    const all = { qNbrPoints: 20_000, qMaxNumberLines: 20_000 }
    const { first, reduced } = await continuous({ ...line, qMeasures: wide(100) }, all)
    expect(first.length).toBeLessThanOrEqual(most)
    expect(first.length).toBeGreaterThan(most / 2)
    expect(reduced).toBe(true)
    // Lines of twenty rows each, of which two are left.
    const lines = { qDimensions: [field('Point'), field('=Mod(Point, 250)')], qMeasures: wide(99) }
    expect((await continuous(lines, all)).first).toEqual(Array.from({ length: 500 }, (_, at) => at))
    const many = { qDimensions: [field('Point'), field('Place')], qMeasures: wide(99) }
    expect((await continuous(many, all)).first).toHaveLength(most)
    expect((await continuous(line, { qNbrPoints: 3 })).first).toEqual([0, 1, 2])
  })

  it('is refused where its rows have too many cells, as is what else reads all rows', async () => {
    const { request, chart, create, layout } = await opened({ ...line, qMeasures: wide(400) })
    const refused = { parameter: 'QIX-PAGES-TOO-LARGE', message: expect.stringContaining('5000 rows, 4987 of 401') }
    for (const [method, ...args] of [
      ['GetHyperCubeContinuousData', path, {}],
      ['GetHyperCubeBinnedData', path, [], {}, [], 1000, 3, 0],
    ] as const)
      expect((await request(chart, method, args)).error).toMatchObject(refused)
    const qInitialDataFetch = [{ qLeft: 0, qTop: 0, qWidth: 2, qHeight: 1 }]
    const accumulated = cube({ ...line, qMeasures: wide(400, { qAccumulate: 1 }), qInitialDataFetch })
    const { qError } = (await layout(await create(accumulated))).qHyperCube
    expect(qError).toMatchObject({ qErrorCode: 7009, qExtendedMessage: refused.message })
  })

  it('has a line for each value of a second dimension, as many as are asked for', async () => {
    const two = { qDimensions: [field('Point'), field('Kind')], qMeasures: [measure('Sum(X)')] }
    const kinds = async (qMaxNumberLines: number) => {
      const { call, chart } = await opened(two)
      const options = { qStart: 0, qEnd: 9, qNbrPoints: 2000, qMaxNumberLines }
      const { qDataPages } = await call(chart, 'GetHyperCubeContinuousData', path, options)
      return qDataPages[0].qMatrix.map(([, kind]: CellLayout[]) => kind?.qText)
    }
    expect(new Set(await kinds(5))).toEqual(new Set(['even', 'odd']))
    expect(new Set(await kinds(1)).size).toBe(1)
  })
})
