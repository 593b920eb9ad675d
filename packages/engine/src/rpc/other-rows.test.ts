import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, measure, page, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

describe('measures that read other rows', () => {
  const byYearAndCity = (more: object = {}) =>
    cube({
      qDimensions: [dimension('Year'), dimension('City')],
      qMeasures: [sales, measure('RowNo(TOTAL)'), measure('RangeSum(Above(Sum([Amount]), 0, RowNo()))')],
      ...more,
    })

  it('go on from page to page', async () => {
    const client = await open()
    const chart = await client.create(byYearAndCity({ qInitialDataFetch: [] }))
    const rows = async (top: number, height: number) => {
      const { qDataPages } = await client.call(chart, 'GetHyperCubeData', path, [
        { ...page, qTop: top, qHeight: height },
      ])
      return texts(qDataPages[0].qMatrix)
    }
    expect(await rows(0, 2)).toEqual([
      ['2023', 'Bergen', '5', '1', '5'],
      ['2023', 'Oslo', '30', '2', '35'],
    ])
    expect(await rows(2, 3)).toEqual([
      ['2023', 'Paris', '40', '3', '75'],
      ['2024', 'Bergen', '15', '4', '15'],
      ['2024', 'Lyon', '60', '5', '75'],
    ])
    expect(await rows(6, 9)).toEqual([['2024', 'Paris', '20', '7', '125']])
  })

  it('follow a new order of the columns, and of a dimension', async () => {
    const client = await open()
    const chart = await client.create(byYearAndCity())
    const patched = async (qPath: string, qValue: string) => {
      await client.call(chart, 'ApplyPatches', [{ qOp: 'replace', qPath, qValue }], true)
      const { qHyperCube } = await client.layout(chart)
      return {
        order: qHyperCube.qEffectiveInterColumnSortOrder,
        rows: texts(qHyperCube.qDataPages[0].qMatrix).map((row) => row.join(' ')),
      }
    }
    await client.call(
      chart,
      'ApplyPatches',
      [{ qOp: 'add', qPath: `${path}/qInterColumnSortOrder`, qValue: '[0,1]' }],
      true,
    )
    expect(await patched(`${path}/qInterColumnSortOrder`, '[1,0]')).toEqual({
      order: [1, 0, 2, 3, 4],
      rows: [
        '2023 Bergen 5 1 5',
        '2024 Bergen 15 2 20',
        '2024 Lyon 60 3 60',
        '2023 Oslo 30 4 30',
        '2024 Oslo 30 5 60',
        '2023 Paris 40 6 40',
        '2024 Paris 20 7 60',
      ],
    })
    expect((await patched(`${path}/qDimensions/1/qDef/qSortCriterias/0/qSortByAscii`, '-1')).rows.slice(0, 3)).toEqual([
      '2023 Paris 40 1 40',
      '2024 Paris 20 2 60',
      '2023 Oslo 30 3 30',
    ])
    // A measure cannot order the rows that others hang on.
    expect(await patched(`${path}/qInterColumnSortOrder`, '[2,1,0]')).toMatchObject({ order: [1, 0, 2, 3, 4] })
  })

  it('count the rows that the person may see', async () => {
    const definition = cube({
      qDimensions: [dimension('City')],
      qMeasures: [measure('NoOfRows()'), measure('Rank(Sum([Amount]))'), measure('Above(Sum([Amount]))')],
    })
    const rows = async (subject: string) => {
      const client = await open(subject)
      const { qHyperCube } = await client.layout(await client.create(definition))
      return texts(qHyperCube.qDataPages[0].qMatrix)
    }
    expect(await rows('nils')).toEqual([
      ['Bergen', '2', '2', '-'],
      ['Oslo', '2', '1', '20'],
    ])
    expect((await rows('anna')).map((row) => row.slice(0, 3))).toEqual([
      ['Bergen', '4', '4'],
      ['Lyon', '4', '1-3'],
      ['Oslo', '4', '1-3'],
      ['Paris', '4', '1-3'],
    ])
  })

  it('follow a selection', async () => {
    const client = await open()
    const chart = await client.create(byYearAndCity())
    await client.call(await client.field('City'), 'SelectValues', [{ qText: 'Oslo' }, { qText: 'Paris' }], false)
    const { qHyperCube } = await client.layout(chart)
    expect(texts(qHyperCube.qDataPages[0].qMatrix).map((row) => row.slice(3))).toEqual([
      ['1', '30'],
      ['2', '70'],
      ['3', '30'],
      ['4', '50'],
    ])
    expect(qHyperCube.qGrandTotalRow.map(({ qText }: CellLayout) => qText)).toEqual(['120', '-', '0'])
  })

  it('colour cells, whose own measures are numbered without them', async () => {
    const client = await open()
    const coloured = {
      ...sales,
      qAttributeExpressions: [
        { qExpression: 'If(Rank(Sum([Amount]), 1) = 1, Red(), Blue())' },
        { qExpression: 'Column(2)' },
        { qExpression: 'Column(3)' },
      ],
    }
    const chart = await client.create(
      cube({ qDimensions: [dimension('City')], qMeasures: [coloured, measure('Column(1) * 2')] }),
    )
    const { qHyperCube } = await client.layout(chart)
    const [bergen, lyon] = qHyperCube.qDataPages[0].qMatrix
    expect(bergen[1]).toMatchObject({
      qNum: 20,
      qAttrExps: { qValues: [{ qText: 'RGB(0,0,128)' }, { qNum: 40 }, { qNum: 'NaN' }] },
    })
    expect(lyon[1].qAttrExps.qValues[0]).toMatchObject({ qText: 'RGB(128,0,0)' })
    expect(bergen[2]).toMatchObject({ qNum: 40 })
  })

  it('restart with each bar of a stacked chart', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(
      await client.create(byYearAndCity({ qMode: 'K', qMeasures: [measure('RowNo() + 10 * RowNo(TOTAL)')] })),
    )
    const [root] = qHyperCube.qStackedDataPages[0].qData
    const bars = root.qSubNodes.map((year: { qSubNodes: { qText: string; qSubNodes: { qValue: number }[] }[] }) =>
      year.qSubNodes.map(({ qText, qSubNodes }) => `${qText} ${qSubNodes[0]?.qValue}`),
    )
    expect(bars).toEqual([
      ['Bergen 11', 'Oslo 22', 'Paris 33'],
      ['Bergen 41', 'Lyon 52', 'Oslo 63', 'Paris 74'],
    ])
  })

  it('say at their column what is wrong', async () => {
    const client = await open()
    const wrong = await client.layout(
      await client.create(byYearAndCity({ qMeasures: [sales, measure('Sum(Above([Amount]))')] })),
    )
    expect(wrong.qHyperCube.qMeasureInfo[0].qError).toBeUndefined()
    expect(wrong.qHyperCube.qMeasureInfo[1].qError).toMatchObject({
      qExtendedMessage: expect.stringMatching(/^Above reads rows of a table.*\(at character 5\)$/),
    })
  })

  it('read the columns of a pivot table', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(
      await client.create(
        byYearAndCity({
          qMode: 'P',
          qNoOfLeftDims: 1,
          qAlwaysFullyExpanded: true,
          qMeasures: [measure('Before(Sum([Amount]))')],
        }),
      ),
    )
    expect(qHyperCube.qError).toBeUndefined()
    const [{ qLeft, qTop, qData }] = qHyperCube.qPivotDataPages
    expect(texts([qLeft, qTop])).toEqual([
      ['2023', '2024'],
      ['Bergen', 'Lyon', 'Oslo', 'Paris'],
    ])
    expect(texts(qData)[1]).toEqual(['-', '15', '60', '30'])
  })
})
