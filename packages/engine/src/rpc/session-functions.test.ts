import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject = 'anna') => {
  const client = await openedClient(await openShopSession(shop, subject))
  const { call, doc, field } = client
  return {
    ...client,
    evaluate: async (expression: string) => (await call(doc, 'Evaluate', expression)).qReturn,
    select: async (name: string, ...texts: string[]) =>
      call(
        await field(name),
        'SelectValues',
        texts.map((qText) => ({ qText })),
      ),
  }
}

it('values of a field are counted by their state, as far as the person sees them', async () => {
  const { evaluate, select } = await open()
  const counts = async (field: string) =>
    Promise.all(
      ['Selected', 'Possible', 'Alternative', 'Excluded', 'NotSelected'].map((name) =>
        evaluate(`Get${name}Count(${field})`),
      ),
    )
  expect(await counts('City')).toEqual(['0', '4', '0', '0', '0'])
  await select('City', 'Lyon', 'Oslo')
  expect(await counts('City')).toEqual(['2', '2', '2', '0', '0'])
  expect(await counts('Country')).toEqual(['0', '2', '0', '0', '0'])
  await select('Year', '2023')
  // Lyon has nothing in 2023: it is selected, and excluded.
  expect(await counts('City')).toEqual(['1', '1', '2', '0', '0'])
  expect(await evaluate('GetSelectedCount(City, True())')).toBe('2')
  expect(await evaluate('GetSelectedCount(City, 0)')).toBe('1')
  expect(await counts('Country')).toEqual(['0', '1', '0', '1', '0'])
  const nils = await open('nils')
  await nils.select('City', 'Oslo', 'Lyon')
  expect(await nils.evaluate("GetSelectedCount(City, 1) & '/' & GetPossibleCount(Country)")).toBe('1/1')
})

it('what is selected is told in words', async () => {
  const { evaluate, select } = await open()
  expect(await evaluate('GetFieldSelections(City)')).toBe('-')
  expect(await evaluate("Len(GetFieldSelections(City)) & GetCurrentSelections() & 'x'")).toBe('0x')
  await select('City', 'Paris', 'Oslo', 'Lyon')
  for (const [expression, value] of [
    ['GetFieldSelections(City)', 'Lyon, Oslo, Paris'],
    ["GetFieldSelections([City], ';')", 'Lyon;Oslo;Paris'],
    ["GetFieldSelections(City, Chr(43) & '-', 3)", 'Lyon+-Oslo+-Paris'],
    ["GetFieldSelections(City, '; ', 2)", 'NOT Bergen'],
    ["GetFieldSelections(City, '; ', 0)", '3 of 4'],
    ["GetFieldSelections(City, '; ', 9, '$')", 'Lyon; Oslo; Paris'],
    ["GetFieldSelections(City, '; ', 9, 'Nowhere')", '-'],
    ["'Towns: ' & GetFieldSelections(City)", 'Towns: Lyon, Oslo, Paris'],
    ['$(=GetSelectedCount(City)) + 1', '4'],
    ['Sum({<City={$(=Chr(39) & GetFieldSelections(City, Chr(39) & Chr(44) & Chr(39)) & Chr(39))}>} Amount)', '180'],
    ['If(GetSelectedCount(City) > 2, Sum(Amount), 0)', '180'],
    ['Sum({<City={"=GetSelectedCount(City)=3"}>} Amount)', '180'],
  ] as const) {
    expect([expression, await evaluate(expression)]).toEqual([expression, value])
  }
  await select('Year', '2023', '2024')
  expect(await evaluate("GetFieldSelections(Year, ',', 1)")).toBe('ALL')
  expect(await evaluate('GetFieldSelections(Year)')).toBe('2023, 2024')
  expect(await evaluate('GetCurrentSelections()')).toBe('City: Lyon, Oslo, Paris\r\nYear: 2023, 2024')
  expect(await evaluate("GetCurrentSelections('; ', '=', '|', 2)")).toBe('City=NOT Bergen; Year=2023|2024')
})

it('results of a selection function follow the selections', async () => {
  const { call, create, layout, select, doc } = await open()
  const handle = await create({
    qInfo: { qType: 'x' },
    title: { qStringExpression: "=Coalesce(GetFieldSelections(City), 'all towns')" },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['Product'] } }],
      qMeasures: [{ qDef: { qDef: 'Sum({1} Amount) + 1000 * GetSelectedCount(City)' } }],
      qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 2, qHeight: 10 }],
    },
  })
  const shown = async () => {
    const { title, qHyperCube } = await layout(handle)
    return [title, qHyperCube.qGrandTotalRow[0].qNum]
  }
  expect(await shown()).toEqual(['all towns', 200])
  await select('City', 'Oslo')
  expect(await shown()).toEqual(['Oslo', 1200])
  await select('City', 'Bergen')
  expect(await shown()).toEqual(['Bergen', 1200])
  await call(doc, 'ClearAll')
  expect(await shown()).toEqual(['all towns', 200])
})

it('a formula knows its person, though others share the results of what they may see alike', async () => {
  const [anna, adam] = [await open('anna'), await open('adam')]
  for (const client of [anna, adam, anna]) {
    const handle = await client.create({
      qInfo: { qType: 'x' },
      qHyperCubeDef: {
        qDimensions: [{ qDef: { qFieldDefs: ['Year'] } }],
        qMeasures: [
          { qDef: { qDef: "OSUser() & ' ' & Sum(Amount)" } },
          { qDef: { qDef: "If(OSUser()='anna', 1, 0)" } },
        ],
        qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 3, qHeight: 1 }],
      },
    })
    const { qGrandTotalRow, qDataPages } = (await client.layout(handle)).qHyperCube
    const who = client === anna ? 'anna' : 'adam'
    expect(qGrandTotalRow.map((cell: { qText: string }) => cell.qText)).toEqual([
      `${who} 200`,
      who === 'anna' ? '1' : '0',
    ])
    expect(qDataPages[0].qMatrix[0][1].qText).toBe(`${who} 75`)
    expect(await client.evaluate('Sum({<City={"=OSUser()=\'anna\'"}>} Amount)')).toBe(who === 'anna' ? '200' : '0')
  }
})

it('a formula knows its app and the objects around it', async () => {
  const { call, create, layout, evaluate } = await open()
  expect(await evaluate("DocumentTitle() & '|' & DocumentName() & '|' & StateName() & '|' & ObjectId()")).toBe(
    'The shop|shop-app|$|',
  )
  expect(await evaluate('EngineVersion()')).toBe('understudy-0.1.0')
  expect(Math.abs(Number(await evaluate('Now() - ReloadTime()')))).toBeLessThan(1)
  const sheet = await create({ qInfo: { qId: 'page', qType: 'sheet' } })
  const child = {
    qInfo: { qId: 'inner', qType: 'text-image' },
    title: {
      qStringExpression:
        "=ObjectId() & ' ' & ObjectId('sheet') & ' ' & InObject('page') & InObject('other') & ObjectId('x')",
    },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['[City]'] } }, { qDef: { qFieldDefs: ['=Year'] } }],
      qMeasures: [
        { qDef: { qDef: "GetObjectField() & ' ' & GetObjectDimension(1) & ' ' & GetObjectMeasure(1)" } },
        { qDef: { qDef: 'Sum(Amount)' } },
      ],
      qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 4, qHeight: 1 }],
    },
    footnote: { qStringExpression: "=Coalesce(GetObjectMeasure(0), 'none')" },
  }
  await call(sheet, 'CreateChild', child)
  const { qHandle } = (await call(sheet, 'GetChild', 'inner')).qReturn
  const shown = await layout(qHandle)
  expect(shown.title).toBe('inner page -10')
  expect(shown.footnote).toBe('none')
  expect(shown.qHyperCube.qDataPages[0].qMatrix[0][2].qText).toBe('City Year Sum(Amount)')
})

it('what cannot be answered is refused by name, with the reason and the place', async () => {
  const { evaluate } = await open('omar')
  for (const [expression, reason] of [
    ["1 + GetRegistryString('a', 'b')", 'GetRegistryString is not available: there is no operating system'],
    ['ComputerName()', 'ComputerName is not available: formulas read nothing of the machine'],
    ["GetSysAttr('x')", 'GetSysAttr is not available: formulas read nothing of the machine'],
    ['DocumentPath()', 'DocumentPath is not available: formulas read nothing of the machine'],
    ['ClientPlatform()', 'the server does not know what a browser shows'],
    ['1 + GetActiveSheetId()', "ObjectId('sheet') is the sheet that a formula is on (at character 5)"],
    ['GetFieldSelections(Product)', 'There is no field [Product] (at character 20)'],
    ['GetFieldSelections(1)', 'The field of GetFieldSelections has to be the name of a field (at character 20)'],
    ['GetSelectedCount()', 'GetSelectedCount is called as GetSelectedCount(field[, withExcluded[, state]])'],
    ['GetSelectedCount(TOTAL City)', 'GetSelectedCount is no aggregation and takes no TOTAL'],
    ["GetFieldSelections(City, ',', GetSelectedCount(City))", 'GetSelectedCount cannot stand in GetFieldSelections'],
    [Array.from({ length: 101 }, () => 'GetSelectedCount(City)').join('+'), 'at most 100 times'],
  ] as const) {
    expect(await evaluate(expression)).toContain(reason)
  }
})
