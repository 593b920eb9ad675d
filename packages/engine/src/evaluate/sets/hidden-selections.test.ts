import { expect, test } from 'vitest'
import { symbolSet } from '../../model/symbol-set.js'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { rowsBy, total } from '../../testing/small-model.js'

const model = `CREATE TABLE facts AS SELECT * FROM (VALUES
    ('north', 'a', 'b', 1), ('north', 'b', 'q', 2), ('south', 'q', 'z', 4), ('south', 'z', 'b', 8))
    t("REGION", "First", "Second", "Amount");
  CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES
    ('USER', 'ann', 'north', NULL), ('USER', 'sue', 'south', NULL), ('ADMIN', 'all', '*', NULL), ('USER', 'omit', '*', 'Second'))
    t("ACCESS", "USERID", "REGION", "OMIT")`

const everything = [
  'Sum({1} Amount)',
  'Sum({1-$} Amount) + Sum(Amount)',
  'Sum({1-<First={a}>} Amount) + Sum({1<First={a}>} Amount)',
  'Sum({1<First={"*"}>} Amount)',
  'Sum({1<First=E({1<First={nothing}>})>} Amount)',
  'Sum({1<First=P({1} First)>} Amount)',
  'Sum({1<REGION={south}>+1} Amount)',
  'Sum({1<REGION={south}>/<REGION={north}>} Amount)',
  'Sum(Aggr(Sum({1} TOTAL Amount), REGION)) / Count({1} DISTINCT REGION)',
  'Sum({1<First={"=Sum({1} TOTAL Amount) > 0"}>} Amount)',
  '$(=Sum({1} Amount))',
  '{1} Sum(Amount)',
  '{1<REGION={south}>+1} Sum(Amount)',
  '({1-$} Sum(Amount)) + Sum(Amount)',
  '{1<REGION=>} {1} Sum({<First={"*"}>} Amount)',
  '{1} Sum(Aggr(Sum({1} Amount), First))',
]

test('no formula reaches beyond the reduction', () =>
  withSnapshot(model, async (snapshot) => {
    const [ann, all] = [await contextOf(snapshot, 'ann'), await contextOf(snapshot, 'all')]
    for (const expression of everything) {
      expect([expression, await total(ann, expression), await total(all, expression)]).toEqual([expression, 3, 15])
    }
    for (const value of ['q', 'nothing']) {
      expect(await total(ann, `Sum({1<First={${value}}>} Amount)`)).toBe(0)
      expect(await total(ann, `Sum({1<First-={${value}}>} Amount)`)).toBe(3)
      expect(await total(ann, `Max({1<First={${value}}>} Amount)`)).toBe(null)
    }
    expect(await rowsBy(ann, ['First'], 'Sum({1} TOTAL Amount)')).toEqual([
      ['a', 3],
      ['b', 3],
    ])
  }))

test('a selected value that is hidden stands for none of another field', () =>
  withSnapshot(model, async (snapshot) => {
    // Element 2 of First is q: only Second shows ann a value of that text.
    const selecting = (field: string, element: number) =>
      contextOf(snapshot, 'ann', new Map([[field, { values: symbolSet([element]), locked: false }]]))
    const equal = 'Sum({<First=, Second=First>} Amount)'
    expect(await total(await selecting('First', 2), equal)).toBe(0)
    expect(await total(await selecting('First', 1), equal)).toBe(1)
    const south = await selecting('REGION', 1)
    for (const set of ['', '{$}', '{<First=>}', '{<REGION-={north}>}', '{<REGION*={south}>}']) {
      expect([set, await total(south, `Sum(${set} Amount)`)]).toEqual([set, 0])
    }
  }))

test('an omitted field has no name in any part of a formula', () =>
  withSnapshot(model, async (snapshot) => {
    const context = await contextOf(snapshot, 'omit')
    for (const expression of [
      'Sum({<Second={a}>} Amount)',
      'Sum({<First=Second>} Amount)',
      'Sum({<First=P(Second)>} Amount)',
      'Sum({<First=P({<Second={a}>})>} Amount)',
      'Sum({<First={"=Second=\'a\'"}>} Amount)',
      'Sum(TOTAL <Second> Amount)',
      'Sum(Aggr(Sum(Amount), Second))',
      'Sum(Aggr(Sum({<Second={a}>} Amount), First))',
      '$(=Count(Second))',
    ]) {
      const unknown = expression.replaceAll('Second', 'Sacond')
      const withoutName = (told: unknown) => String(told).replaceAll(/S[ea]cond/g, '…')
      expect(withoutName(await total(context, expression))).toMatch(/^error: .*…/)
      expect(withoutName(await total(context, expression))).toBe(withoutName(await total(context, unknown)))
    }
  }))
