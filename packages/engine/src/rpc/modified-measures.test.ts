import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, measure, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const opened = async (definition: object, subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const chart = await client.create(cube({ qDimensions: [dimension('City')], ...definition }))
  return { ...client, chart, read: async () => (await client.layout(chart)).qHyperCube }
}

type Cube = Awaited<ReturnType<Awaited<ReturnType<typeof opened>>['read']>>
const numbers = ({ qDataPages }: Cube, column = 1) =>
  qDataPages[0].qMatrix.map((row: CellLayout[]) => row[column]?.qNum)

// Bergen 20, Lyon 60, Oslo 60, Paris 60.
describe('a measure that is accumulated', () => {
  const accumulated = (qAccumulate: number, more: object = {}) =>
    opened({ qMeasures: [measure('Sum([Amount])', { qAccumulate }), sales], ...more })

  it.each([
    [0, [20, 60, 60, 60]],
    [1, [20, 80, 140, 200]],
    [2, [20, 80, 120, 120]],
    [3, [20, 80, 140, 180]],
  ])('over rows as %i asks for has %j', async (rows, expected) => {
    const shown = await (await accumulated(rows)).read()
    expect(numbers(shown)).toEqual(expected)
    expect(numbers(shown, 2)).toEqual([20, 60, 60, 60])
    expect(shown.qMeasureInfo[0]).toMatchObject({ qMin: 20, qMax: Math.max(...expected) })
    expect(shown.qGrandTotalRow[0].qNum).toBe(200)
  })

  it('goes by the order of the rows, over pages', async () => {
    const { call, chart } = await accumulated(1, { qInterColumnSortOrder: [2, 0, 1] })
    const page = { qLeft: 0, qTop: 3, qWidth: 3, qHeight: 1 }
    const { qDataPages } = await call(chart, 'GetHyperCubeData', '/qHyperCubeDef', [page])
    expect(qDataPages[0].qMatrix[0].map(({ qText }: CellLayout) => qText)).toEqual(['Paris', '200', '60'])
  })

  it.each([
    [2, [0.1, 0.2, 0, 0], [0.1, 0.1 + 0.2, 0.2, 0]],
    [2, [1e17, 5, 7, 0], [1e17, 1e17 + 5, 12, 7]],
    [3, [1e17, 5, 7, 1], [1e17, 1e17 + 5, 1e17 + 5 + 7, 13]],
    [9, [1, 2, 3, 4], [1, 3, 6, 10]],
  ])('over %i rows of %j sums each row anew', async (qAccumulate, values, expected) => {
    const value = `Pick(Match(City, 'Bergen', 'Lyon', 'Oslo', 'Paris'), ${values.map((each) => each.toFixed(1))})`
    const { read } = await opened({ qMeasures: [measure(value, { qAccumulate })] })
    expect(numbers(await read())).toEqual(expected)
  })

  it('is not where values are missing alone', async () => {
    const qMeasures = [measure("Sum({<City={'Oslo'}>} [Amount]) / (City = 'Oslo')", { qAccumulate: 2 })]
    expect(numbers(await (await opened({ qMeasures })).read())).toEqual(['NaN', 'NaN', -60, -60])
  })

  it('is told where several dimensions make the rows, and the others are shown', async () => {
    const shown = await (await accumulated(1, { qDimensions: [dimension('City'), dimension('Year')] })).read()
    expect(shown.qMeasureInfo.map(({ qError }: { qError?: { qErrorCode: number } }) => qError?.qErrorCode)).toEqual([
      20,
      undefined,
    ])
  })

  it('is told in other modes than that of tables', async () => {
    const shown = await (await accumulated(1, { qMode: 'P' })).read()
    expect(shown.qMeasureInfo[0].qError).toMatchObject({ qErrorCode: 20 })
  })
})

describe('a measure that is relative', () => {
  const relative = measure('Sum([Amount])', { qRelative: true })

  it('shows parts of its total, under what is selected', async () => {
    const { read, call, field } = await opened({ qMeasures: [relative, sales] })
    const shown = await read()
    expect(numbers(shown)).toEqual([0.1, 0.3, 0.3, 0.3])
    expect(shown.qGrandTotalRow.map(({ qNum }: CellLayout) => qNum)).toEqual([1, 200])
    expect(shown.qMeasureInfo[0]).toMatchObject({ qMin: 0.1, qMax: 0.3 })
    await call(await field('Country'), 'SelectValues', [{ qText: 'Norway' }])
    expect(numbers(await read())).toEqual([0.25, 0.75])
  })

  it('is of what the person may see', async () => {
    expect(numbers(await (await opened({ qMeasures: [relative] }, 'nils')).read())).toEqual([0.25, 0.75])
  })

  it('is what its rows add up to, and is accumulated', async () => {
    const qMeasures = [measure('Sum([Amount])', { qRelative: true, qAccumulate: 1, qAggrFunc: 'Max' })]
    const shown = await (await opened({ qMeasures })).read()
    expect(numbers(shown)).toEqual([0.1, 0.4, 0.7, 1])
    expect(shown.qGrandTotalRow[0].qNum).toBe(1)
  })

  it('is selected in by the values that are shown', async () => {
    const { call, chart, doc } = await opened({ qMeasures: [relative] })
    const ranges = [{ qMeasureIx: 0, qRange: { qMin: 0.2, qMax: 0.4, qMinInclEq: true, qMaxInclEq: true } }]
    await call(chart, 'RangeSelectHyperCubeValues', '/qHyperCubeDef', ranges)
    expect((await call(doc, 'Evaluate', 'Concat(DISTINCT City, 1)')).qReturn).not.toContain('Bergen')
    expect((await call(doc, 'Evaluate', 'Count(DISTINCT City)')).qReturn).toBe('3')
  })
})

describe('a set for a whole hypercube', () => {
  const qContextSetExpression = '{<Year={2024}>}'

  it('is one for all of its measures, their totals, sets and attributes', async () => {
    const coloured = { ...sales, qAttributeExpressions: [{ qExpression: '=Sum([Amount]) * 2' }] }
    const { read } = await opened({
      qContextSetExpression,
      qMeasures: [coloured, measure("=Sum({<Product={'Tea'}>} [Amount])"), measure('Sum({1} [Amount])')],
    })
    const shown = await read()
    expect(numbers(shown)).toEqual([15, 60, 30, 20])
    expect(numbers(shown, 2)).toEqual([0, 0, 30, 8])
    expect(numbers(shown, 3)).toEqual([20, 60, 60, 60])
    expect(shown.qGrandTotalRow.map(({ qNum }: CellLayout) => qNum)).toEqual([125, 38, 200])
    expect(shown.qDataPages[0].qMatrix[0][1].qAttrExps.qValues[0].qNum).toBe(30)
    expect(shown.qMeasureInfo[0].qFallbackTitle).toBe('Sum([Amount])')
  })

  it('counts where values are ranked, and in stacked and pivot cubes', async () => {
    const top = { qOtherMode: 'OTHER_COUNTED', qOtherCounted: { qv: '1' }, qSuppressOther: true }
    const limited = await opened({
      qContextSetExpression: '{<Year={2023}>}',
      qDimensions: [{ ...dimension('City'), qOtherTotalSpec: { ...top, qReferencedExpression: 'Sum([Amount])' } }],
      qMeasures: [sales],
    })
    expect((await limited.read()).qDataPages[0].qMatrix[0].map(({ qText }: CellLayout) => qText)).toEqual([
      'Paris',
      '40',
    ])
    const pivot = await opened({ qContextSetExpression, qMode: 'P', qMeasures: [sales] })
    const { qData } = (await pivot.read()).qPivotDataPages[0]
    expect(qData.map(([cell]: CellLayout[]) => cell?.qNum)).toEqual([15, 60, 30, 20])
  })

  it('that is wrong is told at the measures', async () => {
    const shown = await (await opened({ qContextSetExpression: '{<Year=}', qMeasures: [sales] })).read()
    expect(shown.qMeasureInfo[0].qError.qErrorCode).toBe(7)
  })

  it.each([
    '-',
    '0 *',
    '1 -',
    '{<Year={2024}>} -',
    '{<Year={2024}>} 0 *',
    'Sum([Amount]) - ',
    '{1} {',
    '$(vMinus)',
    'REM',
    '[Amount]',
  ])('is a set alone: %s is told at the measures', async (wrong) => {
    const { call, doc, create, layout } = await opened({})
    await call(doc, 'CreateSessionVariable', { qName: 'vMinus', qDefinition: '-' })
    const definition = { qContextSetExpression: wrong, qDimensions: [dimension('City')] }
    const { qHyperCube } = await layout(await create(cube({ ...definition, qMeasures: [sales, sales] })))
    for (const { qError } of qHyperCube.qMeasureInfo) expect(qError).toMatchObject({ qErrorCode: 7 })
    expect(qHyperCube.qDataPages.flatMap(({ qMatrix }: { qMatrix: unknown[] }) => qMatrix)).toEqual([])
  })

  it('is several in a row, with variables and comments', async () => {
    const { call, doc, create, layout } = await opened({})
    await call(doc, 'CreateSessionVariable', { qName: 'vYear', qDefinition: '2024' })
    const qContextSetExpression = "{<Year={$(vYear)}>} {<Product={'Tea'}>} // of that year"
    const qMeasures = [measure('=Sum([Amount])\n+ 1')]
    const shown = await layout(
      await create(cube({ qContextSetExpression, qDimensions: [dimension('City')], qMeasures })),
    )
    expect(numbers(shown.qHyperCube)).toEqual([1, 1, 31, 9])
  })
})
