import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const mark = '⚠ Error in expression'

const open = async (app = shop.app) => openedClient(await openShopSession(shop, 'anna', { app }))

it('texts that people read are evaluated wherever they are written, and never shown as formulas', async () => {
  const { create, layout } = await open()
  const failing = [
    "='Sum ' & Summ(Amount)",
    '=Sum(Amount',
    '=Sum({Nowhere} Amount)',
    '=Sum(Nothing)',
    '=$(=Summ(Amount))',
  ]
  const handle = await create({
    qInfo: { qType: 'x' },
    title: "='All ' & Sum(Amount)",
    subtitle: ' = Count(DISTINCT City)',
    footnote: { qStringExpression: { qExpr: "='goal $(vGoal)'" } },
    refLines: [{ label: "=Max(Year) & '!'", value: { qValueExpression: { qExpr: '=Avg(Amount)' } } }],
    plain: { title: 'a = b', subtitle: '$(=Sum(Amount)) in all', other: '=1+1' },
    bad: failing.map((title) => ({ title })),
    alsoBad: failing.map((qStringExpression) => ({ qStringExpression })),
    half: '$(=Summ(Amount)) left',
    halfTitle: { title: '$(=Summ(Amount)) left' },
    halfText: { qStringExpression: '$(=Summ(Amount)) left' },
    qHyperCubeDef: {
      qTitle: { qStringExpression: { qExpr: "='cube ' & Sum({1} Amount)" } },
      qDimensions: [
        { qDef: { qFieldDefs: ['City'], qFieldLabels: ["='Towns of ' & Max(Year)"] } },
        { qDef: { qFieldDefs: ['Year'], qLabelExpression: '=Summ(Amount)' } },
      ],
      qMeasures: [
        { qDef: { qDef: 'Sum(Amount)', qLabelExpression: "='Sum of ' & Count(DISTINCT City)" } },
        { qDef: { qDef: 'Sum(Amount)', qLabel: '=Only(' } },
      ],
    },
    qLayoutExclude: { qHyperCubeDef: { qDimensions: [] } },
  })
  const shown = await layout(handle)
  expect(shown).toMatchObject({
    title: 'All 200',
    subtitle: '4',
    footnote: 'goal 150',
    refLines: [{ label: '2024!', value: 200 / 9 }],
    plain: { title: 'a = b', subtitle: '$(=Sum(Amount)) in all', other: '=1+1' },
    bad: failing.map(() => ({ title: mark })),
    alsoBad: failing.map(() => mark),
    halfText: mark,
  })
  expect(shown.qLayoutExclude).toBeUndefined()
  const { qHyperCube } = shown
  expect(qHyperCube.qTitle).toBe('cube 200')
  expect(
    [...qHyperCube.qDimensionInfo, ...qHyperCube.qMeasureInfo].map(({ qFallbackTitle }) => qFallbackTitle),
  ).toEqual(['Towns of 2024', mark, 'Sum of 4', mark])
})

it('a calculation condition and its message are evaluated', async () => {
  const { create, layout, call, field } = await open()
  const handle = await create({
    qInfo: { qType: 'x' },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['City'] } }],
      qCalcCondition: {
        qCond: { qv: 'GetSelectedCount(City) = 1' },
        qMsg: { qv: "='Select one of ' & Count(DISTINCT City)" },
      },
    },
  })
  expect((await layout(handle)).qHyperCube).toMatchObject({
    qError: { qErrorCode: 7005 },
    qCalcCondMsg: 'Select one of 4',
  })
  await call(await field('City'), 'SelectValues', [{ qText: 'Oslo' }])
  expect((await layout(handle)).qHyperCube.qSize.qcy).toBe(1)
})

it('lists of sheets tell what their titles and conditions evaluate to', async () => {
  const sheet = (id: string, more: object) => ({
    properties: { qInfo: { qId: id, qType: 'sheet' }, qMetaDef: { title: id }, ...more },
    children: [],
  })
  const app = {
    ...shop.app,
    objects: [
      sheet('a', { showCondition: 'GetSelectedCount(City) > 0', labelExpression: { qStringExpression: "='A ' & 1" } }),
      sheet('b', { showCondition: { qStringExpression: { qExpr: '=GetSelectedCount(City) = 0' } } }),
      sheet('c', { showCondition: '=Summ(1)', descriptionExpression: { qStringExpression: '=Summ(1)' } }),
      sheet('d', { showCondition: '' }),
    ],
  }
  const { create, layout, call, field } = await open(app as typeof shop.app)
  const qData = {
    showCondition: '/showCondition',
    label: '/labelExpression',
    description: '/descriptionExpression',
    title: '/qMeta/title',
  }
  const handle = await create({ qInfo: { qType: 'SheetList' }, qAppObjectListDef: { qType: 'sheet', qData } })
  const items = async () => (await layout(handle)).qAppObjectList.qItems.map((item: { qData: object }) => item.qData)
  expect(await items()).toEqual([
    { title: 'a', showCondition: 0, label: 'A 1' },
    { title: 'b', showCondition: -1 },
    { title: 'c', showCondition: -1, description: mark },
    { title: 'd', showCondition: '' },
  ])
  await call(await field('City'), 'SelectValues', [{ qText: 'Oslo' }])
  expect((await items()).map(({ showCondition }: { showCondition: unknown }) => showCondition)).toEqual([-1, 0, -1, ''])
})

it('attribute expressions tell the range of their numbers, and colours come with both sides', async () => {
  const { create, layout } = await open()
  const handle = await create({
    qInfo: { qType: 'x' },
    qHyperCubeDef: {
      qDimensions: [
        {
          qDef: { qFieldDefs: ['City'], qSortCriterias: [{ qSortByAscii: 1 }] },
          qAttributeExpressions: [{ qExpression: 'Count(Amount)', id: 'a' }],
        },
      ],
      qMeasures: [
        {
          qDef: { qDef: 'Sum(Amount)' },
          qAttributeExpressions: [
            { qExpression: '=Sum({<Year={2024}>} Amount)', id: 'colorByExpression' },
            { qExpression: 'If(Sum(Amount)>59, RGB(255,0,0), ARGB(128,0,0,255))', id: 'b' },
            { qExpression: "If(Sum(Amount)>59, 'red', '#00f')", id: 'c' },
          ],
        },
      ],
      qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 2, qHeight: 2 }],
    },
  })
  const { qDimensionInfo, qMeasureInfo, qDataPages } = (await layout(handle)).qHyperCube
  expect(qDimensionInfo[0].qAttrExprInfo).toMatchObject([{ qMin: 1, qMax: 3 }])
  expect(qMeasureInfo[0].qAttrExprInfo).toMatchObject([
    { id: 'colorByExpression', qMin: 15, qMax: 60 },
    { qMin: 2147483903, qMax: 4294901760 },
    { qMin: 'NaN', qMax: 'NaN' },
  ])
  const colours = qDataPages[0].qMatrix.map(
    (row: readonly { qAttrExps: { qValues: unknown } }[]) => row[1]?.qAttrExps.qValues,
  )
  expect(colours).toEqual([
    [
      { qText: '15', qNum: 15 },
      { qText: 'ARGB(128,0,0,255)', qNum: 2147483903 },
      { qText: '#00f', qNum: 'NaN' },
    ],
    [
      { qText: '60', qNum: 60 },
      { qText: 'RGB(255,0,0)', qNum: 4294901760 },
      { qText: 'red', qNum: 'NaN' },
    ],
  ])
})

it('expressions are expanded, evaluated and checked for editors', async () => {
  const { call, request, doc } = await open()
  expect(await call(doc, 'ExpandExpression', '=Sum(Amount) / $(vGoal) + $(=Max(Year))')).toEqual({
    qExpandedExpression: '=Sum(Amount) / 150 + 2024',
  })
  expect((await request(doc, 'ExpandExpression', ['$(=Summ(1))'])).error.message).toContain('There is no function Summ')
  expect(await call(doc, 'EvaluateEx', '=Sum(Amount)/$(vGoal)')).toMatchObject({ qValue: { qIsNumeric: true } })
  expect(await call(doc, 'CheckExpression', 'Sum(Amount)')).toMatchObject({ qErrorMsg: '', qBadFieldNames: [] })
  expect(await call(doc, 'CheckExpression', 'Sum(Amont)')).toMatchObject({
    qErrorMsg: 'There is no field [Amont]; did you mean [Amount]? (at character 5)',
    qBadFieldNames: [{ qFrom: 4, qCount: 5 }],
  })
  expect(await call(doc, 'CheckExpression', 'Sum({<[Yeer]={1}>} Amount) + Only("Citi")')).toMatchObject({
    qBadFieldNames: [
      { qFrom: 6, qCount: 6 },
      { qFrom: 34, qCount: 6 },
    ],
  })
  expect(await call(doc, 'CheckNumberOrExpression', '12.5')).toEqual({ qErrorMsg: '', qBadFieldNames: [] })
})
