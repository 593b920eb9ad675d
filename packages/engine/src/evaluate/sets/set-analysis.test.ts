import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { rowsBy, selecting, smallModel, total, withSmallModel } from '../../testing/small-model.js'

test('a set replaces the selection of the fields that it names, and keeps the others', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    for (const [expression, all, selected] of [
      ['Sum(Amt)', 35, 30],
      ['Sum({1} Amt)', 35, 35],
      ['Sum({$} Amt)', 35, 30],
      ['Sum({} Amt)', 35, 30],
      ['Sum({<Region={South}>} Amt)', 5, 5],
      ["Sum({<Region={'South'}>} Amt)", 5, 5],
      ['Sum({<Region=>} Amt)', 35, 35],
      ['Sum({<Region={}>} Amt)', 0, 0],
      ['Max({<Region={}>} Amt)', null, null],
      ['Sum({<Region={Mars}>} Amt)', 0, 0],
      ['Sum({<Cust={B}>} Amt)', 5, 0],
      ['Sum({1<Cust={B}>} Amt)', 5, 5],
      ['Sum({<Item={nut}>} Qty)', 7, 6],
      ['Sum({<Item={nut,cog}, Region=>} Qty)', 14, 14],
      ['Count({<Region={South}>} DISTINCT Cust)', 2, 2],
      ['Sum({<Region={North}>} Amt) - Sum({<Region={South}>} Amt)', 25, 25],
    ] as const) {
      expect([expression, await total(context, expression), await total(north, expression)]).toEqual([
        expression,
        all,
        selected,
      ])
    }
  }))

test('operators combine the values with what is selected; nothing selected counts as everything', () =>
  withSmallModel(async (context) => {
    const nut = await selecting(context, 'Item', 'nut')
    for (const [expression, all, selected] of [
      ['Sum({<Item+={cog}>} Qty)', 15, 14],
      ['Sum({<Item-={nut}>} Qty)', 8, 0],
      ['Sum({<Item*={nut,cog}>} Qty)', 14, 7],
      ['Sum({<Item/={nut}>} Qty)', 8, 0],
      ['Sum({<Item/={nut,cog}>} Qty)', 1, 7],
      ['Sum({<Item={nut,cog}-{cog}>} Qty)', 7, 7],
      ['Sum({<Item={nut}+{cog}*{bolt}>} Qty)', 7, 7],
      ['Sum({<Item={"*"}-{nut}>} Qty)', 8, 8],
    ] as const) {
      expect([expression, await total(context, expression), await total(nut, expression)]).toEqual([
        expression,
        all,
        selected,
      ])
    }
  }))

test('quotes decide how a value is found', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ["Sum({<Item={'Nut'}>} Qty)", 0],
      ['Sum({<Item={Nut}>} Qty)', 7],
      ['Sum({<Item={"Nut"}>} Qty)', 7],
      ['Sum({<Item={"n*"}>} Qty)', 7],
      ['Sum({<Item={"?o*"}>} Qty)', 8],
      ['Sum({<Item={"u"}>} Qty)', 0],
      ['Sum({<Item={[*t]}>} Qty)', 8],
      ['Sum({<OrderID={1}>} Qty)', 3],
      ["Sum({<OrderID={'1', 3}>} Qty)", 10],
      ['Sum({<OrderID={">=2<9"}>} Qty)', 11],
      ['Sum({<OrderID={">2", 1}>} Qty)', 11],
      ['Sum({<OrderID={">x"}>} Qty)', 0],
      ['Sum({<Item={">1"}>} Qty)', 0],
      ['Sum({<Day={"2024-01-05"}>} Amt)', 10],
      ['Sum({<Day={45296}>} Amt)', 0],
      ['Sum({<Day={">=2024-01-06<=2024-02-05"}>} Amt)', 25],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))

test('sets of records are united, cut and taken away table by table', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    for (const [expression, expected] of [
      ['Sum({1-$} Amt)', 5],
      ['Count({1-$} OrderID)', 2],
      ['Sum({1-$} Qty)', 8],
      ['Sum({$+<Region={South}>} Amt)', 35],
      ['Sum({$*<Item={bolt}>} Amt)', 10],
      ['Sum({-$} Amt)', 5],
      ['Sum({1/$} Amt)', 5],
      ['Sum({(1-$)+$} Amt)', 35],
      ['Sum({1-$*<Item={bolt}>} Amt)', 25],
    ] as const) {
      expect([expression, await total(north, expression)]).toEqual([expression, expected])
    }
  }))

test('searches by expression are cubes over the selection', () =>
  withSmallModel(async (context) => {
    const cog = await selecting(context, 'Item', 'cog')
    const customerB = await selecting(context, 'Cust', 'B')
    for (const [of, expression, expected] of [
      [context, 'Sum({<Cust={"=Sum(Amt)>15"}>} Amt)', 30],
      [cog, 'Sum({<Cust={"=Sum(Amt)>15"}>} Amt)', 0],
      [customerB, 'Sum({<Cust={"=Sum(Amt)>15"}>} Amt)', 0],
      [customerB, 'Sum({<Cust={"=Sum({<Cust=>} Amt)>15"}>} Amt)', 30],
      [context, `Sum({<Cust={"=Region='North'"}>} Amt)`, 30],
      [context, `Sum({<Cust={"='text'"}>} Amt)`, 0],
    ] as const) {
      expect([expression, await total(of, expression)]).toEqual([expression, expected])
    }
  }))

test('P and E give the possible and the excluded values of a set', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    for (const [of, expression, expected] of [
      [context, "Sum({<Cust=P({1<Item={'bolt'}>} Cust)>} Qty)", 7],
      [context, "Sum({<Cust=E({1<Item={'bolt'}>} Cust)>} Qty)", 7],
      [context, 'Sum({<Cust=P({1<Item={nut}>} Cust)*P({1<Item={bolt}>})>} Amt)', 30],
      [north, 'Sum({1<Cust=P()>} Amt)', 30],
      [north, 'Sum({1<Cust=E()>} Amt)', 5],
      [north, 'Sum({1<Region=Region>} Amt)', 30],
      [context, 'Sum({1<Region=Region>} Amt)', 35],
    ] as const) {
      expect([expression, await total(of, expression)]).toEqual([expression, expected])
    }
  }))

test('$1 is what was selected a step before, $_1 what was undone', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    const south = await selecting(context, 'Region', 'South')
    const stepped = { ...context, history: { past: [south.selections, north.selections], future: [south.selections] } }
    expect(await total(stepped, 'Sum({$1} Amt)')).toBe(30)
    expect(await total(stepped, 'Sum({$2} Amt)')).toBe(5)
    expect(await total(stepped, 'Sum({$_1} Amt)')).toBe(5)
    expect(await total(context, 'Sum({$1} Amt)')).toBe(35)
    const other = { ...context, history: { past: [south.selections], future: [] } }
    expect(await total(other, 'Sum({$1} Amt)')).toBe(5)
  }))

test('values that only a set reaches are rows, too', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    expect(await rowsBy(north, ['Region'], 'Sum(Amt)', 'Sum({1} Amt)')).toEqual([
      ['North', 30, 30],
      ['South', 0, 5],
      [null, 0, 0],
    ])
    expect(await rowsBy(north, ['Region'], 'Sum({<Region={South}>} Amt)')).toEqual([
      ['North', 0],
      ['South', 5],
    ])
  }))

test('selected rows without a value of a dimension are no row where a measure has none of them', () =>
  withSmallModel(async (context) => {
    // The only order of that day is of a customer without a region.
    const march = await selecting(context, 'Day', '2024-03-01')
    expect(await rowsBy(march, ['Region'], 'Sum({1<Cust={A}>} Amt)')).toEqual([['North', 30]])
    expect(await rowsBy(march, ['Region'], 'Sum({1<Cust={A}>} Amt)', 'Count(OrderID)')).toEqual([
      ['North', 30, 0],
      [null, 0, 1],
    ])
  }))

test('a value that is selected and excluded is not possible, and so in E', () =>
  withSmallModel(async (context) => {
    const none = await selecting(await selecting(context, 'Region', 'North'), 'Cust', 'B')
    expect(await total(none, 'Count({1<Cust=E()>} DISTINCT Cust)')).toBe(4)
    expect(await total(none, 'Count({1<Cust=P()>} DISTINCT Cust)')).toBe(0)
  }))

test('a total makes rows of the dimensions that still group it, and of no others', () =>
  withSnapshot(
    `${smallModel}; CREATE TABLE island AS SELECT * FROM (VALUES ('p', 1), ('q', 2)) t("Isle", "Size")`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const both = await selecting(await selecting(context, 'Isle', 'p'), 'Region', 'South')
      expect(await rowsBy(both, ['Isle', 'Region'], 'Sum({1} TOTAL <Region> Amt)')).toEqual([
        ['p', 'North', 30],
        ['p', 'South', 5],
        ['p', null, 0],
      ])
      expect(await rowsBy(both, ['Isle', 'Region'], 'Sum({1} TOTAL Amt)')).toEqual([['p', 'South', 35]])
      expect(await rowsBy(both, ['Isle', 'Region'], 'Sum({1} Amt * Size)')).toEqual([['p', 'South', 5]])
    },
  ))

test('TOTAL leaves dimensions out, all or all but some', () =>
  withSmallModel(async (context) => {
    expect(await rowsBy(context, ['Cust', 'Item'], 'Sum(Qty)', 'Sum(TOTAL <Cust> Qty)', 'Sum(TOTAL Qty)')).toEqual([
      ['A', 'bolt', 1, 7, 15],
      ['A', 'nut', 6, 7, 15],
      ['B', 'cog', 7, 7, 15],
      ['C', null, 0, 0, 15],
      ['D', null, 0, 0, 15],
      [null, 'nut', 1, 1, 15],
    ])
    const north = await selecting(context, 'Region', 'North')
    expect(
      await rowsBy(north, ['Cust'], 'Sum(Amt) / Sum(TOTAL Amt)', 'Sum({1} TOTAL Amt)', 'Sum(TOTAL <Item> Amt)'),
    ).toEqual([['A', 1, 35, 30]])
    expect(await total(context, 'Sum(TOTAL Qty)')).toBe(15)
    expect(await rowsBy(context, ['Region'], "Concat(TOTAL DISTINCT Region, '-')")).toEqual([
      ['North', 'North-South'],
      ['South', 'North-South'],
    ])
  }))

test('a set cannot reach what the person may not see', () =>
  withSnapshot(
    `${smallModel}; CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'N', 'NORTH')) t("ACCESS", "USERID", "Region")`,
    async (snapshot) => {
      const context = await contextOf(snapshot, 'n')
      for (const expression of [
        'Sum({1} Amt)',
        'Sum({<Region=>} Amt)',
        'Sum({1<Region={North,South}>} Amt)',
        'Sum({1<Cust=P({1} Cust)>} Amt)',
        'Sum({$+1} Amt)',
        'Sum({1<Region={"*"}>} Amt)',
        'Sum({1<Cust=P({1} [=Upper(Cust)])>} Amt)',
        'Sum(ALL Amt)',
      ]) {
        expect([expression, await total(context, expression)]).toEqual([expression, 30])
      }
      expect(await total(context, 'Sum({1-$} Amt)')).toBe(0)
      expect(await total(context, 'Sum({1<Region={South}>} Amt)')).toBe(0)
      expect(await total(context, 'Sum({1<Region=E({1} Region)>} Amt)')).toBe(0)
    },
  ))

test('searches and dates are found without quotes, too', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Sum({<Item={*}>} Qty)', 15],
      ['Sum({<Item={n*}>} Qty)', 7],
      ['Sum({<Item={*T}>} Qty)', 8],
      ['Sum({<Item={*o*, nut}>} Qty)', 15],
      ['Sum({<OrderID={>=2<9}>} Qty)', 11],
      ['Sum({<OrderID={>= 2 < 9, 1}>} Qty)', 14],
      ['Sum({<Day={2024-01-05}>} Amt)', 10],
      ['Sum({<Day={>=2024-01-06<=2024-02-05}>} Amt)', 25],
      ['Sum({<OrderID={-1}>} Qty)', 0],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
    expect(await total(context, 'Sum({<Item={n ut}>} Qty)')).toContain('Expected } but found ut')
    expect(await total(context, 'Sum({<Item={=Sum(Qty)>3}>} Qty)')).toContain('Expected a value but found =')
  }))

test('ALL is {1} TOTAL, where it stands before an argument', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    expect(await rowsBy(north, ['Cust'], 'Sum(ALL Amt)', 'Sum(all [Amt])', 'Count(ALL DISTINCT Cust)')).toEqual([
      ['A', 35, 35, 4],
    ])
    expect(await total(context, 'Sum(All)')).toContain('There is no field [All]')
    expect(await total(context, 'Sum(All like 1)')).toContain('There is no field [All]')
  }))

test('P and E of an expression give what it makes of records', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    for (const [of, expression, expected] of [
      [context, 'Sum({<Cust=P({1<Item={cog}>} [=Left(Cust, 1)])>} Amt)', 5],
      [context, 'Sum({<Cust=E({1<Item={cog}>} [=Left(Cust, 1)])>} Amt)', 30],
      [context, 'Sum({<OrderID=P([=Qty - 1])>} Qty)', 10],
      [context, "Sum({<Cust=P({1<Region={South}>} [=If(Region = 'South', 'A')])>} Amt)", 30],
      [context, "Sum({<Cust=P([=If(Cust = 'B', 'A', 'no')])*P()>} Amt)", 30],
      [north, "Sum({1<Cust=P([=If(Cust = 'A', 'B', 'C')])>} Amt)", 5],
      [north, 'Sum({1<Cust=E([=Upper(Cust)])>} Amt)', 5],
    ] as const) {
      expect([expression, await total(of, expression)]).toEqual([expression, expected])
    }
    expect(await total(context, 'Sum({<Cust=P([=Sum(Qty)])>} Amt)')).toContain('Sum cannot be nested')
  }))
