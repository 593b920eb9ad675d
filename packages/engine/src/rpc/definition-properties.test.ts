import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { structures } from '../objects/properties/structures.js'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async () => openedClient(await openShopSession(shop))

/** A value of each property that is told, which asks for something. */
const asking: Readonly<Record<string, unknown>> = {
  qMode: 'D',
  qPopulateMissing: true,
  qSortbyYValue: -1,
  qDynamicScript: ['add load 1'],
  qSuppressMeasureTotals: true,
  qSortByGreyness: 1,
  qTotalMode: 'TOTAL_EXPR',
  qShowAll: true,
  qShowTotal: true,
  qCalcCond: { qv: '1=1' },
  qCalcCondition: { qCond: { qv: '1=1' } },
  qGrouping: 'H',
  qBrutalSum: true,
  qAggrFunc: 'Median',
  qOtherMode: 'OTHER_RANDOM',
  qOtherLimitMode: 'OTHER_EQ_LIMIT',
  qOtherSortMode: 3,
  qSortByFrequency: 1,
  qSortByExpression: 1,
}

/** Honoured in straight tables, as tests of their own show. */
const inTables = new Set(['qRelative', 'qAccumulate'])

const toldOf = (name: keyof typeof structures): readonly string[] =>
  Object.entries(structures[name]).flatMap(([member, property]) => (property.is === 'told' ? [member] : []))

const only = (member: string) => {
  expect(asking).toHaveProperty(member)
  return { [member]: asking[member] }
}

type Columns = { dimension?: object; measure?: object; cube?: object }

const errorsOf = async (more: Columns) => {
  const client = await open()
  const chart = await client.create(
    cube({
      qDimensions: [dimension('Year'), { ...dimension('City'), ...more.dimension }],
      qMeasures: [sales, { ...sales, ...more.measure }],
      ...more.cube,
    }),
  )
  const { qHyperCube } = await client.layout(chart)
  return [qHyperCube, qHyperCube.qDimensionInfo[1], qHyperCube.qMeasureInfo[1]].map(
    ({ qError }) => qError?.qErrorCode ?? 0,
  )
}

describe('properties that are not supported', () => {
  it('of a hypercube are told by it', async () => {
    for (const member of toldOf('HyperCubeDef'))
      expect([member, ...(await errorsOf({ cube: only(member) }))]).toEqual([member, 20, 0, 0])
  })

  it('of a hypercube are no modes but S, P, K and T, by name or number', async () => {
    const client = await open()
    const layoutOf = async (qMode: unknown) => {
      const columns = { qDimensions: [dimension('Year'), dimension('City')], qMeasures: [sales] }
      const { qHyperCube } = await client.layout(await client.create(cube({ ...columns, qMode })))
      return qHyperCube.qError ? qHyperCube.qError.qExtendedMessage : qHyperCube.qMode
    }
    const known = [
      ...['S', 'P', 'K', 'T', 0, 1, 2, 3],
      ...['DATA_MODE_STRAIGHT', 'DATA_MODE_PIVOT', 'DATA_MODE_PIVOT_STACK', 'DATA_MODE_TREE'],
    ]
    for (const [index, mode] of known.entries())
      expect([mode, await layoutOf(mode)]).toEqual([mode, ['S', 'P', 'K', 'T'][index % 4]])
    for (const mode of ['D', 'DATA_MODE_DYNAMIC', 4, 'pivot', -1, true])
      expect([mode, await layoutOf(mode)]).toEqual([mode, expect.stringContaining('of mode S, P, K or T (qMode)')])
  })

  it('of a dimension are told at its column', async () => {
    const definitions = [
      ...toldOf('NxDimension').map((member) => only(member)),
      ...toldOf('OtherTotalSpecProp').map((member) => ({ qOtherTotalSpec: only(member) })),
      ...toldOf('NxInlineDimensionDef').map((member) => ({ qDef: { ...dimension('City').qDef, ...only(member) } })),
      ...toldOf('SortCriteria').map((member) => ({
        qDef: { ...dimension('City').qDef, qSortCriterias: [only(member)] },
      })),
    ]
    for (const more of definitions) expect([more, ...(await errorsOf({ dimension: more }))]).toEqual([more, 20, 20, 0])
  })

  it('of a measure are told at its column', async () => {
    const definitions = [
      ...toldOf('NxMeasure').map((member) => only(member)),
      ...toldOf('NxInlineMeasureDef')
        .filter((member) => !inTables.has(member))
        .map((member) => ({ qDef: { ...sales.qDef, ...only(member) } })),
      { qDef: { ...sales.qDef, qAggrFunc: 3 } },
      { qDef: { ...sales.qDef, qAccumulate: 1 } },
      { qSortBy: { qSortByExpression: 1 } },
    ]
    // The other measure is shown.
    for (const more of definitions) expect([more, ...(await errorsOf({ measure: more }))]).toEqual([more, 0, 0, 20])
  })

  it('are not told where they ask for nothing', async () => {
    const nothing = { qOtherTotalSpec: { qOtherMode: 'OTHER_COUNTED', qOtherCounted: { qv: '10' }, qTotalMode: 0 } }
    const empty = { ...nothing, qShowAll: false, qCalcCond: {}, qCalcCondition: { qCond: {}, qMsg: {} } }
    const measure = { qTrendLines: [], qMiniChartDef: { qSortBy: {}, qMaxNumberPoints: -1 }, qCalcCond: { qv: '' } }
    const whole = { qDynamicScript: [], qSortbyYValue: 0 }
    expect(await errorsOf({ dimension: empty, measure, cube: whole })).toEqual([0, 0, 0])
  })

  it('of parts that have an error of their own are told there, and the column is shown', async () => {
    const client = await open()
    const measure = { ...sales, qMiniChartDef: { qDef: 'Year' } }
    const chart = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [measure] }))
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qDataPages[0].qMatrix).toHaveLength(4)
    const [info] = qHyperCube.qMeasureInfo
    expect(info.qMiniChart).toMatchObject({ qError: { qErrorCode: 20 } })
  })

  it('of a whole tree are told in its layout', async () => {
    const client = await open()
    const tree = await client.create({ qInfo: { qType: 'tree' }, qTreeDataDef: { qDimensions: [] } })
    expect((await client.layout(tree)).qTreeData).toMatchObject({ qNodesOnDim: [], qError: { qErrorCode: 20 } })
  })
})

describe('a measure of several expressions', () => {
  it('shows the active one', async () => {
    const client = await open()
    const several = { qGrouping: 'C', qExpressions: ['Sum([Amount])', 'Count([Year])'] }
    const value = async (qActiveExpression: number) => {
      const chart = await client.create(cube({ qMeasures: [{ qDef: { ...several, qActiveExpression } }] }))
      return (await client.layout(chart)).qHyperCube.qGrandTotalRow[0].qNum
    }
    expect([await value(0), await value(1)]).toEqual([200, 9])
  })
})

describe('a list that sorts by state by itself', () => {
  it('does where it has more values than it shows', async () => {
    const client = await open()
    await client.call(await client.field('City'), 'SelectValues', [{ qText: 'Paris' }])
    const first = async (qDisplayNumberOfRows: number) => {
      const list = await client.create({
        qInfo: { qType: 'list' },
        qListObjectDef: {
          ...dimension('City'),
          qAutoSortByState: { qDisplayNumberOfRows },
          qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 1, qHeight: 9 }],
        },
      })
      return (await client.layout(list)).qListObject.qDataPages[0].qMatrix[0][0].qText
    }
    expect([await first(0), await first(3), await first(4)]).toEqual(['Bergen', 'Paris', 'Bergen'])
  })
})

describe('an attribute expression', () => {
  it('is labelled by an expression', async () => {
    const client = await open()
    const attribute = { qExpression: 'Count([Year])', qLabelExpression: "='a' & 'b'" }
    const measure = { ...sales, qAttributeExpressions: [attribute] }
    const chart = await client.create(cube({ qMeasures: [measure] }))
    const [info] = (await client.layout(chart)).qHyperCube.qMeasureInfo
    expect(info.qAttrExprInfo[0].qFallbackTitle).toBe('ab')
  })
})
