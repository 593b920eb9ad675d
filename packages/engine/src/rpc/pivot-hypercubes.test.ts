import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, path, sales } from '../session/testing/shop-cube.js'
import { type HeaderLayout, page, pivot, shown, withTotal, written } from '../session/testing/shop-pivot.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

describe('pivot tables', () => {
  it('begin with all values collapsed', async () => {
    const client = await open()
    const chart = await client.create(pivot())
    expect(await shown(client, chart)).toEqual({
      left: 'France+, Norway+',
      top: '2023+, 2024+',
      cells: ['40 80', '35 45'],
      size: { qcx: 2, qcy: 2 },
    })
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube).toMatchObject({
      qMode: 'P',
      qNoOfLeftDims: 2,
      qEffectiveInterColumnSortOrder: [0, 1, 2, 3],
      qGrandTotalRow: [],
      qDataPages: [],
      qStackedDataPages: [],
      qIndentMode: false,
    })
    expect(qHyperCube.qLastExpandedPos).toBeUndefined()
    expect(qHyperCube.qPivotDataPages[0].qData[0][0]).toEqual({ qText: '40', qNum: 40, qType: 'V' })
    expect(qHyperCube.qDimensionInfo.map((info: { qFallbackTitle: string }) => info.qFallbackTitle)).toEqual([
      'Country',
      'City',
      'Year',
      'Product',
    ])
    const cardinals = qHyperCube.qDimensionInfo.map(
      (info: { qCardinalities: { qHypercubeCardinal: number } }) => info.qCardinalities.qHypercubeCardinal,
    )
    expect(cardinals).toEqual([2, 0, 2, 0])
  })

  it('expand and collapse a value at the left and at the top, or all of them', async () => {
    const client = await open()
    const chart = await client.create(pivot())
    await client.call(chart, 'ExpandLeft', path, 1, 0, false)
    expect(await shown(client, chart)).toEqual({
      left: 'France+ [/E], Norway- [Bergen, Oslo]',
      top: '2023+, 2024+',
      cells: ['40 80', '5 15', '30 30'],
      size: { qcx: 2, qcy: 3 },
    })
    expect((await client.layout(chart)).qHyperCube.qLastExpandedPos).toEqual({ qx: 0, qy: 1 })
    await client.call(chart, 'ExpandTop', path, 0, 1, false)
    expect(await shown(client, chart)).toEqual({
      left: 'France+ [/E], Norway- [Bergen, Oslo]',
      top: '2023+ [/E], 2024- [Coffee, Tea]',
      cells: ['40 72 8', '5 15 -', '30 - 30'],
      size: { qcx: 3, qcy: 3 },
    })
    // A value is found by any row of it.
    await client.call(chart, 'CollapseLeft', path, 2, 0, false)
    expect(await shown(client, chart)).toMatchObject({ left: 'France+, Norway+', cells: ['40 72 8', '35 15 30'] })
    await client.call(chart, 'CollapseTop', path, 0, 1, false)
    await client.call(chart, 'ExpandLeft', path, 0, 0, true)
    expect(await shown(client, chart)).toMatchObject({
      left: 'France- [Lyon, Paris], Norway- [Bergen, Oslo]',
      top: '2023+, 2024+',
      cells: ['- 60', '40 20', '5 15', '30 30'],
    })
    await client.call(chart, 'CollapseLeft', path, 0, 0, false)
    expect(await shown(client, chart)).toMatchObject({ left: 'France+ [/E], Norway- [Bergen, Oslo]' })
    await client.call(chart, 'CollapseLeft', path, 0, 0, true)
    expect(await shown(client, chart)).toMatchObject({ left: 'France+, Norway+' })
  })

  it('keep what is expanded through selections, and lose it with another layout', async () => {
    const client = await open()
    const chart = await client.create(pivot())
    await client.call(chart, 'ExpandLeft', path, 1, 0, false)
    const field = await client.call(client.doc, 'GetField', 'Year')
    await client.call(field.qReturn.qHandle, 'SelectValues', [{ qText: '2024' }])
    expect(await shown(client, chart)).toMatchObject({
      left: 'France+ [/E], Norway- [Bergen, Oslo]',
      top: '2024+',
      cells: ['80', '15', '30'],
    })
    expect((await client.layout(chart)).qHyperCube.qLastExpandedPos).toBeUndefined()
    await client.call(field.qReturn.qHandle, 'Clear')
    const patches = [{ qOp: 'replace', qPath: `${path}/qInterColumnSortOrder`, qValue: '[0,2,1,3]' }]
    await client.call(chart, 'ApplyPatches', patches, true)
    expect(await shown(client, chart)).toMatchObject({ left: 'France+, Norway+', top: 'Bergen+, Lyon+, Oslo+, Paris+' })
  })

  it('put several measures among the dimensions, at any place', async () => {
    const client = await open()
    const measures = {
      qMeasures: [measure('Sum([Amount])', { qLabel: 'Sum' }), measure('Count([Amount])', { qLabel: 'Count' })],
    }
    const at = async (qInterColumnSortOrder: readonly number[], qNoOfLeftDims: number) => {
      const chart = await client.create(pivot({ ...measures, qInterColumnSortOrder, qNoOfLeftDims }))
      if (qNoOfLeftDims !== 1) await client.call(chart, 'ExpandLeft', path, 0, qInterColumnSortOrder.indexOf(0), false)
      const { qHyperCube } = await client.layout(chart)
      const { left, top, cells } = await shown(client, chart)
      return { order: qHyperCube.qEffectiveInterColumnSortOrder, lefts: qHyperCube.qNoOfLeftDims, left, top, cells }
    }
    expect(await at([0, 1, 2, 3, -1], 2)).toEqual({
      order: [0, 1, 2, 3, -1],
      lefts: 2,
      left: 'France- [Lyon, Paris], Norway+ [/E]',
      top: '2023+ [Sum/P, Count/P], 2024+ [Sum/P, Count/P]',
      cells: ['- - 60 1', '40 1 20 2', '35 3 45 2'],
    })
    expect(await at([0, -1, 1, 2, 3], 3)).toEqual({
      order: [0, -1, 1, 2, 3],
      lefts: 3,
      left: 'France- [Sum/P [Lyon, Paris], Count/P [Lyon, Paris]], Norway+ [Sum/P [/E], Count/P [/E]]',
      top: '2023+, 2024+',
      cells: ['- 60', '40 20', '- 1', '1 2', '35 45', '3 2'],
    })
    expect(await at([-1, 0, 1, 2, 3], -1)).toMatchObject({
      lefts: 5,
      left: 'Sum/P [France- [Lyon+, Paris+], Norway+ [/E]], Count/P [France- [Lyon+, Paris+], Norway+ [/E]]',
      top: '',
      cells: ['60', '60', '80', '1', '3', '5'],
    })
    // It is missing in the order: at the right.
    expect(await at([2, 0], 1)).toMatchObject({
      order: [2, 0, 1, 3, -1],
      top: expect.stringContaining('France+ [Sum/P, Count/P]'),
    })
  })

  it('head a single measure without dimensions at the top by its label', async () => {
    const client = await open()
    const chart = await client.create(
      pivot({ qMeasures: [measure('Sum([Amount])', { qLabel: 'Sum' })], qNoOfLeftDims: 4 }),
    )
    expect(await shown(client, chart)).toMatchObject({
      left: 'France+, Norway+',
      top: 'Sum/P',
      cells: ['120', '80'],
      size: { qcx: 1, qcy: 2 },
    })
  })

  it('show totals of the dimensions that ask for them, before or after the values', async () => {
    const client = await open()
    const dimensions = [withTotal('Country', 'All'), withTotal('City'), withTotal('Year'), dimension('Product')]
    const chart = await client.create(pivot({ qDimensions: dimensions }))
    expect(await shown(client, chart)).toMatchObject({
      left: 'France+, Norway+, All/T',
      top: '2023+, 2024+, Total/T',
      cells: ['40 80 120', '35 45 80', '75 125 200'],
    })
    await client.call(chart, 'ExpandLeft', path, 1, 0, false)
    expect(await shown(client, chart)).toMatchObject({
      left: 'France+ [/T], Norway- [Bergen, Oslo, Total/T], All/T [/T]',
      cells: ['40 80 120', '5 15 20', '30 30 60', '35 45 80', '75 125 200'],
    })
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qPivotDataPages[0].qLeft[2]).toMatchObject({ qElemNo: -1, qValue: 'NaN', qType: 'T' })
    expect(qHyperCube.qPivotDataPages[0].qLeft[2].qSubNodes[0]).toEqual({
      qElemNo: -4,
      qValue: 'NaN',
      qType: 'T',
      qUp: 0,
      qDown: 0,
      qSubNodes: [],
    })
    expect(qHyperCube.qDimensionInfo[0].qCardinalities.qHypercubeCardinal).toBe(3)
    const patches = [{ qOp: 'add', qPath: `${path}/qShowTotalsAbove`, qValue: 'true' }]
    await client.call(chart, 'ApplyPatches', patches, true)
    expect(await shown(client, chart)).toMatchObject({
      left: 'All/T [/T], France+ [/T], Norway- [Total/T, Bergen, Oslo]',
      top: 'Total/T, 2023+, 2024+',
      cells: ['200 75 125', '120 40 80', '80 35 45', '20 5 15', '60 30 30'],
    })
  })

  it('may be always fully expanded, and then refuse to collapse', async () => {
    const client = await open()
    const chart = await client.create(pivot({ qAlwaysFullyExpanded: true, qIndentMode: true }))
    expect(await shown(client, chart)).toEqual({
      left: 'France [Lyon, Paris], Norway [Bergen, Oslo]',
      top: '2023 [Coffee, Tea], 2024 [Coffee, Tea]',
      cells: ['- - 60 -', '40 - 12 8', '- 5 15 -', '20 10 - 30'],
      size: { qcx: 4, qcy: 4 },
    })
    expect((await client.layout(chart)).qHyperCube.qIndentMode).toBe(true)
    const refused = await client.request(chart, 'CollapseLeft', [path, 0, 0, false])
    expect(refused.error?.message).toContain('always fully expanded')
  })

  it('come in pages that say how much of a header is before and after them', async () => {
    const client = await open()
    const chart = await client.create(pivot({ qAlwaysFullyExpanded: true, qInitialDataFetch: [] }))
    const { qDataPages } = await client.call(chart, 'GetHyperCubePivotData', path, [
      { qLeft: 1, qTop: 1, qWidth: 2, qHeight: 2 },
      { qLeft: 3, qTop: 3, qWidth: 9, qHeight: 9 },
      { qLeft: 9, qTop: 9, qWidth: 9, qHeight: 9 },
    ])
    const [first, second, beyond] = qDataPages
    expect(first.qArea).toEqual({ qLeft: 1, qTop: 1, qWidth: 2, qHeight: 2 })
    expect(written(first.qLeft)).toBe('France [Paris], Norway [Bergen]')
    expect(written(first.qTop)).toBe('2023 [Tea], 2024 [Coffee]')
    expect(first.qLeft.map(({ qUp, qDown }: HeaderLayout) => [qUp, qDown])).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(first.qTop.map(({ qUp, qDown }: HeaderLayout) => [qUp, qDown])).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(first.qData.map((row: { qText: string }[]) => row.map(({ qText }) => qText))).toEqual([
      ['-', '12'],
      ['5', '15'],
    ])
    expect(second.qArea).toEqual({ qLeft: 3, qTop: 3, qWidth: 1, qHeight: 1 })
    expect(second.qData).toEqual([[{ qText: '30', qNum: 30, qType: 'V' }]])
    expect(beyond).toMatchObject({ qLeft: [], qTop: [], qData: [] })
    const large = { qLeft: 0, qTop: 0, qWidth: 4, qHeight: 4 }
    const refused = await client.request(chart, 'GetHyperCubePivotData', [
      path,
      Array.from({ length: 700 }, () => large),
    ])
    expect(refused.error?.message).toContain('10000 are allowed')
  })

  it('leave out rows and columns without values where that is asked for', async () => {
    const client = await open()
    const definition = (more: object) =>
      pivot({
        qAlwaysFullyExpanded: true,
        qMeasures: [measure("If(Sum({<Product = {'Tea'}>} Amount) > 0, Sum({<Product = {'Tea'}>} Amount))")],
        ...more,
      })
    const all = await client.create(definition({}))
    expect(await shown(client, all)).toMatchObject({ cells: ['- - - -', '- - - 8', '- 5 - -', '- 10 - 30'] })
    const present = await client.create(definition({ qSuppressMissing: true }))
    expect(await shown(client, present)).toMatchObject({
      left: 'France [Paris], Norway [Bergen, Oslo]',
      top: '2023 [Tea], 2024 [Tea]',
      cells: ['- 8', '5 -', '10 30'],
    })
    const populated = await client.create(definition({ qSuppressMissing: true, qPopulateMissing: true }))
    expect(await shown(client, populated)).toMatchObject({ cells: ['0 8', '5 0', '10 30'] })
    const zeros = { qMeasures: [measure("Sum({<Product = {'Tea'}>} Amount)")], qSuppressMissing: true }
    const withZeros = await client.create(definition(zeros))
    expect(await shown(client, withZeros)).toMatchObject({ left: 'France [Lyon, Paris], Norway [Bergen, Oslo]' })
    const without = await client.create(definition({ ...zeros, qSuppressZero: true }))
    expect(await shown(client, without)).toMatchObject({ left: 'France [Paris], Norway [Bergen, Oslo]' })
  })

  it('order the values at the left by the first measure where that is asked for', async () => {
    const client = await open()
    const chart = await client.create(pivot({ qAlwaysFullyExpanded: true, qNoOfLeftDims: 2, qSortbyYValue: 1 }))
    expect((await shown(client, chart)).left).toBe('Norway [Bergen, Oslo], France [Lyon, Paris]')
    const down = await client.create(pivot({ qAlwaysFullyExpanded: true, qNoOfLeftDims: 2, qSortbyYValue: -1 }))
    expect((await shown(client, down)).left).toBe('France [Lyon, Paris], Norway [Oslo, Bergen]')
  })

  it('evaluate measures of other cells along rows and columns, and in totals what they are totals of', async () => {
    const client = await open()
    const of = async (expression: string) => {
      const dimensions = [withTotal('Country'), withTotal('City'), withTotal('Year'), dimension('Product')]
      const chart = await client.create(pivot({ qDimensions: dimensions, qMeasures: [measure(expression)] }))
      await client.call(chart, 'ExpandLeft', path, 1, 0, false)
      return (await shown(client, chart)).cells
    }
    // France, Norway: Bergen, Oslo, their total, all; 2023, 2024, their total.
    expect(await of('Before(Sum(Amount))')).toEqual(['- 40 -', '- 5 -', '- 30 -', '- 35 -', '- 75 -'])
    expect(await of('Above(Sum(Amount))')).toEqual(['- - -', '- - -', '5 15 20', '- - -', '- - -'])
    expect(await of('Dimensionality()')).toEqual(['1 1 1', '2 2 2', '2 2 2', '1 1 1', '0 0 0'])
    expect(await of('SecondaryDimensionality()')).toEqual(['1 1 0', '1 1 0', '1 1 0', '1 1 0', '1 1 0'])
    expect(await of('ColumnNo() & NoOfColumns() & RowNo()')).toEqual([
      '121 221 1',
      '121 221 1',
      '122 222 2',
      '12 22 ',
      '12 22 ',
    ])
  })

  it('carry attributes of values and of cells', async () => {
    const client = await open()
    const attribute = { qAttributeExpressions: [{ qExpression: 'Count(Amount)', id: 'n' }] }
    const chart = await client.create(
      pivot({
        qDimensions: [
          { ...dimension('Country'), ...attribute },
          dimension('City'),
          dimension('Year'),
          dimension('Product'),
        ],
        qMeasures: [{ ...sales, ...attribute }],
        qAlwaysFullyExpanded: true,
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    const [{ qLeft, qData }] = qHyperCube.qPivotDataPages
    expect(qLeft[0]).toMatchObject({ qText: 'France', qAttrExps: { qValues: [{ qText: '4', qNum: 4 }] } })
    expect(qLeft[0].qSubNodes[0].qAttrExps).toBeUndefined()
    expect(qData[0][2]).toEqual({
      qText: '60',
      qNum: 60,
      qType: 'V',
      qAttrExps: { qValues: [{ qText: '1', qNum: 1 }] },
    })
    expect(qData[0][0]).toEqual({ qText: '-', qNum: 'NaN', qType: 'U', qAttrExps: { qValues: [{ qNum: 'NaN' }] } })
    expect(qHyperCube.qDimensionInfo[0].qAttrExprInfo[0]).toMatchObject({ id: 'n', qMin: 4, qMax: 5 })
  })

  it('tell what is wrong in the column that it is wrong in, and which calls make no sense', async () => {
    const client = await open()
    const wrong = await client.create(pivot({ qMeasures: [sales, measure('Summ([Amount])')] }))
    const { qHyperCube } = await client.layout(wrong)
    expect(qHyperCube.qMeasureInfo[1].qError).toBeDefined()
    expect(qHyperCube.qMeasureInfo[0].qError).toBeUndefined()
    const hidden = [dimension('Country'), dimension('City'), dimension('Year'), dimension('Nothing')]
    const unknown = await client.layout(await client.create(pivot({ qDimensions: hidden })))
    expect(unknown.qHyperCube.qDimensionInfo[3].qError).toBeDefined()
    const chart = await client.create(pivot())
    const outside = await client.request(chart, 'ExpandLeft', [path, 9, 0, false])
    expect(outside.error?.message).toContain('no such row or column')
    const deeper = await client.request(chart, 'ExpandLeft', [path, 0, 1, false])
    expect(deeper.error?.message).toContain('no such row or column')
    const straight = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
    for (const call of ['GetHyperCubePivotData', 'ExpandTop'] as const) {
      const refused = await client.request(straight, call, [path, ...(call === 'ExpandTop' ? [0, 0, false] : [[page]])])
      expect(refused.error?.message).toContain('of mode S, not P')
    }
  })

  it('show each person what they may see', async () => {
    const client = await open('nils')
    const chart = await client.create(pivot({ qAlwaysFullyExpanded: true }))
    expect(await shown(client, chart)).toMatchObject({
      left: 'Norway [Bergen, Oslo]',
      cells: ['- 5 15 -', '20 10 - 30'],
    })
  })
})
