import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type Client, calls, counted, layoutOf, limited, minutes, rows } from '../session/testing/shop-calls.js'
import { type CellLayout, cube, measure, path, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(calls)
})
afterAll(() => shop.close())

const open = async (): Promise<Client> => openedClient(await openShopSession(shop))

/** The towns that are shown under a limit, with their minutes. */
const towns = async (client: Client, spec: object, more: object = {}) =>
  (await rows(client, { qDimensions: [limited('Town', spec)], qMeasures: [minutes], ...more })).map((row) =>
    row.join(' '),
  )

const byLimit = (qOtherMode: string | number, qv: string, qOtherLimitMode: string | number, more: object = {}) => ({
  qOtherMode,
  qOtherLimit: { qv },
  qOtherLimitMode,
  ...more,
})

describe('a limited dimension', () => {
  it.each<[string, object, string[]]>([
    ['of three rows, of which the others are one', counted('3'), ['Akron 80', 'Bend 40', 'Others 50']],
    ['of the three largest values', counted('3', { qSuppressOther: true }), ['Akron 80', 'Bend 40', 'Cary 20']],
    [
      'of three rows from the smallest value',
      counted('3', { qOtherSortMode: 'OTHER_SORT_ASCENDING' }),
      ['Dover 10', 'Elko 5', 'Others 155'],
    ],
    [
      'of three rows in its own order',
      counted('3', { qOtherSortMode: 'OTHER_SORT_DEFAULT' }),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    ['of one row', counted('1'), ['Others 170']],
    [
      'of as many rows as an expression says',
      counted('=Count(DISTINCT Kind) + 1'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of as many rows as it has values',
      counted('6'),
      ['Akron 80', 'Bend 40', 'Cary 20', 'Dover 10', 'Elko 5', '- 15'],
    ],
    ['of one row less than it has values', counted('5'), ['Akron 80', 'Bend 40', 'Cary 20', '- 15', 'Others 15']],
    [
      'of values of at least 20',
      byLimit('OTHER_ABS_LIMITED', '20', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Cary 20', 'Others 30'],
    ],
    [
      'of values of more than 20',
      byLimit('OTHER_ABS_LIMITED', '20', 'OTHER_GT_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of values of more than 20, as nothing else is said',
      { qOtherMode: 'OTHER_ABS_LIMITED', qOtherLimit: { qv: '20' } },
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of values of at most 10',
      byLimit('OTHER_ABS_LIMITED', '10', 'OTHER_LE_LIMIT'),
      ['Dover 10', 'Elko 5', 'Others 155'],
    ],
    ['of values of less than 10', byLimit(2, '10', 3), ['Elko 5', 'Others 165']],
    ['of values of more than all', byLimit('OTHER_ABS_LIMITED', '90', 'OTHER_GT_LIMIT'), ['Others 170']],
    [
      'of values of more than none',
      byLimit('OTHER_ABS_LIMITED', '0', 'OTHER_GT_LIMIT'),
      ['Akron 80', 'Bend 40', 'Cary 20', 'Dover 10', 'Elko 5', '- 15'],
    ],
    [
      'of a fifth of the total',
      byLimit('OTHER_REL_LIMITED', '0.2', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of twenty percent of the total',
      byLimit('OTHER_REL_LIMITED', '20%', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of twenty percent without the sign',
      byLimit('OTHER_REL_LIMITED', '20', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of an expression in percent',
      byLimit('OTHER_REL_LIMITED', "=Count(DISTINCT Kind) * 10 & '%'", 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of values up to a sum of 100',
      byLimit('OTHER_ABS_ACC_TARGET', '100', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of values up to a sum of 120',
      byLimit('OTHER_ABS_ACC_TARGET', '120', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of values up to a sum of more than 120',
      byLimit('OTHER_ABS_ACC_TARGET', '120', 'OTHER_GT_LIMIT'),
      ['Akron 80', 'Bend 40', 'Cary 20', 'Others 30'],
    ],
    [
      'of values whose sum is at most 120',
      byLimit('OTHER_ABS_ACC_TARGET', '120', 'OTHER_LE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Others 50'],
    ],
    [
      'of values whose sum is less than 120',
      byLimit('OTHER_ABS_ACC_TARGET', '120', 'OTHER_LT_LIMIT'),
      ['Akron 80', 'Others 90'],
    ],
    [
      'of values up to eighty percent',
      byLimit('OTHER_REL_ACC_TARGET', '0.8', 'OTHER_GE_LIMIT'),
      ['Akron 80', 'Bend 40', 'Cary 20', 'Others 30'],
    ],
    [
      'of the smallest values up to a sum of 20',
      byLimit(3, '20', 0, { qOtherSortMode: 2 }),
      ['Dover 10', 'Elko 5', '- 15', 'Others 140'],
    ],
    [
      'that is off',
      { qOtherMode: 'OTHER_OFF', qOtherCounted: { qv: '2' } },
      ['Akron 80', 'Bend 40', 'Cary 20', 'Dover 10', 'Elko 5', '- 15'],
    ],
  ])('%s', async (_, spec, expected) => {
    expect(await towns(await open(), spec)).toEqual(expected)
  })

  it('is ranked by the expression that it refers to', async () => {
    const spec = counted('3', { qReferencedExpression: { qv: 'Min([Minutes])' } })
    expect(await towns(await open(), spec)).toEqual(['Akron 80', 'Bend 40', 'Others 50'])
    const least = counted('3', { qReferencedExpression: '-Sum([Minutes])' })
    expect(await towns(await open(), least)).toEqual(['Dover 10', 'Elko 5', 'Others 155'])
  })

  it('computes measures of the others from their records', async () => {
    const shown = await rows(await open(), {
      qDimensions: [limited('Town', counted('3'))],
      qMeasures: [
        minutes,
        measure('Avg([Minutes])'),
        measure('Count(DISTINCT [Caller])'),
        measure('Sum([Minutes]) / Sum(TOTAL [Minutes])'),
        measure('Sum({<Kind={Desk}>} [Minutes])'),
        measure('Sum(TOTAL <Town> [Minutes])'),
        measure("Concat(DISTINCT [Caller], ',')"),
      ],
    })
    expect(shown.at(-1)).toEqual(['Others', '50', '12.5', '2', '0.29411764705882', '25', '50', 'u2,u3'])
  })

  it('has totals of everything, whatever is shown', async () => {
    const client = await open()
    for (const qSuppressOther of [false, true]) {
      const layout = await layoutOf(client, {
        qDimensions: [limited('Town', counted('2', { qSuppressOther }))],
        qMeasures: [minutes, measure('Avg([Minutes])')],
      })
      expect(layout.qGrandTotalRow.map(({ qNum }: CellLayout) => qNum)).toEqual([170, 170 / 7])
    }
  })

  it('keeps values without a number, unless it is told not to', async () => {
    const client = await open()
    const spec = { qReferencedExpression: "If(Only(Town) = 'Cary', Null(), Sum([Minutes]))" }
    const limit = byLimit('OTHER_ABS_LIMITED', '40', 'OTHER_GE_LIMIT', spec)
    expect(await towns(client, limit)).toEqual(['Akron 80', 'Bend 40', 'Cary 20', 'Others 30'])
    expect(await towns(client, { ...limit, qForceBadValueKeeping: false })).toEqual([
      'Akron 80',
      'Bend 40',
      'Others 50',
    ])
    // Those are ranked last.
    expect(await towns(client, counted('5', spec))).toEqual(['Akron 80', 'Bend 40', 'Dover 10', '- 15', 'Others 25'])
  })

  it('does not rank values that are left out of the cube', async () => {
    const client = await open()
    const withoutMissing = {
      qDimensions: [limited('Town', counted('5'), { qNullSuppression: true })],
      qMeasures: [minutes],
    }
    expect((await rows(client, withoutMissing)).map(([town]) => town)).toEqual([
      'Akron',
      'Bend',
      'Cary',
      'Dover',
      'Elko',
    ])
    const lamps = { qMeasures: [measure('Sum({<Kind={Lamp}>} [Minutes])')], qSuppressZero: true }
    expect(await towns(client, counted('3'), lamps)).toEqual(['Akron 30', 'Cary 20', 'Elko 5'])
    const nowhere = { qMeasures: [measure('Only({<Kind={Lamp}>} [Minutes])')], qSuppressMissing: true }
    expect(await towns(client, counted('3'), nowhere)).toEqual(['Akron 30', 'Cary 20', 'Elko 5'])
    expect(await towns(client, counted('2'), lamps)).toEqual(['Akron 30', 'Others 25'])
    // Those without a measure are rows of no others, either.
    expect(await towns(client, counted('2'), nowhere)).toEqual(['Akron 30'])
  })

  it('shows the others last, however its rows are sorted', async () => {
    const client = await open()
    const sorted = (qSortByNumeric: number) =>
      towns(client, counted('3'), {
        qMeasures: [{ ...minutes, qSortBy: { qSortByNumeric } }],
        qInterColumnSortOrder: [1, 0],
      })
    expect(await sorted(1)).toEqual(['Bend 40', 'Akron 80', 'Others 50'])
    expect(await sorted(-1)).toEqual(['Akron 80', 'Bend 40', 'Others 50'])
    const dimension = {
      ...limited('Town', counted('3')),
      qDef: { qFieldDefs: ['Town'], qSortCriterias: [{ qSortByAscii: -1 }] },
    }
    expect((await rows(client, { qDimensions: [dimension], qMeasures: [minutes] })).map(([town]) => town)).toEqual([
      'Bend',
      'Akron',
      'Others',
    ])
  })

  it('tells the others by their element number, and leaves them out of ranges and states', async () => {
    const layout = await layoutOf(await open(), {
      qDimensions: [limited('Town', counted('3'), { qOtherLabel: { qv: "='Rest of ' & Count(DISTINCT Town)" } })],
      qMeasures: [minutes],
    })
    expect(layout.qHasOtherValues).toBe(true)
    expect(layout.qSize).toEqual({ qcx: 2, qcy: 3 })
    expect(layout.qDataPages[0].qMatrix[2][0]).toEqual({
      qText: 'Rest of 5',
      qNum: 'NaN',
      qElemNumber: -3,
      qState: 'L',
      qIsOtherCell: true,
    })
    expect(layout.qMeasureInfo[0]).toMatchObject({ qMin: 40, qMax: 80 })
    const [info] = layout.qDimensionInfo
    expect(info.qCardinalities).toMatchObject({ qCardinal: 5, qHypercubeCardinal: 3 })
    expect(info.qStateCounts.qOption).toBe(5)
    const all = await layoutOf(await open(), { qDimensions: [limited('Town', counted('9'))], qMeasures: [minutes] })
    expect(all.qHasOtherValues).toBe(false)
  })

  it('says at its column what is wrong with the limit', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(
      await client.create(cube({ qDimensions: [limited('Town', counted("='many'"))], qMeasures: [minutes] })),
    )
    expect(qHyperCube.qDimensionInfo[0].qError.qExtendedMessage).toContain(
      "the limit of the dimension is no number: ='many'",
    )
  })

  it('follows selections', async () => {
    const client = await open()
    const kind = await client.field('Kind')
    await client.call(kind, 'SelectValues', [{ qText: 'Lamp', qIsNumeric: false, qNumber: 0 }], false)
    expect(await towns(client, counted('2'))).toEqual(['Akron 30', 'Others 25'])
  })
})

describe('others', () => {
  it('cannot be selected, values beside them can', async () => {
    const client = await open()
    const chart = await client.create(cube({ qDimensions: [limited('Town', counted('3'))], qMeasures: [minutes] }))
    expect(await client.call(chart, 'SelectHyperCubeValues', path, 0, [-3], false)).toMatchObject({ qSuccess: false })
    expect(await client.call(chart, 'SelectHyperCubeCells', path, [2], [0])).toMatchObject({ qSuccess: false })
    const { qHyperCube } = await client.layout(chart)
    expect(texts(qHyperCube.qDataPages[0].qMatrix)).toHaveLength(3)
    expect(await client.call(chart, 'SelectHyperCubeCells', path, [1, 2], [0])).toMatchObject({ qSuccess: true })
    expect(texts((await client.layout(chart)).qHyperCube.qDataPages[0].qMatrix)).toEqual([['Bend', '40']])
  })
})
