import { expect, test } from 'vitest'
import { checkMeasure } from '../expressions/check-measure.js'
import { mayOverflow } from '../expressions/magnitude.js'
import { withFolderSession } from '../session/testing/folder-session.js'
import { contextOf, withSnapshot } from './app-folder.js'

const data = `CREATE TABLE t AS SELECT * FROM (VALUES
  ('a', 1e200, 2.0, 1e-200, 5), ('b', 3.0, 4.0, 0.5, 7), ('c', -1e200, 1e200, 0.0, 0)) v("k", "x", "y", "z", "i")`

test('what overflows is missing wherever it is used', () =>
  withFolderSession({ 'data.sql': data }, async ({ value, cube }) => {
    const expected: Readonly<Record<string, string>> = {
      '1e200 * 1e200': '-',
      'If(1e200 * 1e200 > 1, 1, 0)': '0',
      'If(1e200 * 1e200 = 1e200 * 1e200, 1, 0)': '0',
      'If(1e200 * 1e200, 1, 0)': '0',
      'If(-1e200 * 1e200 < 1, 1, 0)': '0',
      'If(1e200 * 1e200 - 1e200 * 1e200 > 0, 1, 0)': '0',
      'IsNull(1e200 * 1e200)': '-1',
      '1 / (1e200 * 1e200)': '-',
      '1e300 / 1e-300': '-',
      'If(1e300 / 1e-300 > 1, 1, 0)': '0',
      'Alt(1e308 + 1e308, 5)': '5',
      "'x' & (1e308 + 1e308)": 'x',
      'Atan(1e200 * 1e200)': '-',
      'RangeCount(1e200 * 1e200, 1)': '1',
      'RangeMax(1e200 * 1e200, 1)': '1',
      'Coalesce(RangeSum(1e308, 1e308), 2)': '2',
      // In rows: the others count all the same.
      'Max(x * x)': '9',
      'Min(x * y)': '12',
      'Count(x * x)': '1',
      'Sum(x * x)': '9',
      'Avg(x * x)': '9',
      'Sum(If(x * x > 5, 1, 0))': '1',
      "Concat(If(IsNull(x * x), k), ',')": 'a,c',
      'Count(x / z)': '1',
      'Sum(1 / (x * x))': '0.11111111111111',
      'Alt(Max(x) * Max(y) * Max(y), 3)': '3',
      'If(Max(x) * Max(x) > 1, 1, 0)': '0',
      'Sum(Aggr(Sum(x) * Sum(x), k))': '9',
      'Count(Aggr(Sum(x) * Sum(x), k))': '1',
      'Sum({<k={"=Sum(x) * Sum(x) > 1"}>} i)': '7',
      'Sum({<k={"=Sum(x) * Sum(x)"}>} i)': '7',
      // And nothing that does not overflow is lost.
      'Sum(x * z)': '2.5',
      '1e150 * 1e150': '1e+300',
      '1e200 * 1e200 * 0': '-',
    }
    const found: Record<string, string> = {}
    for (const expression of Object.keys(expected)) found[expression] = (await value(expression))[0]
    expect(found).toEqual(expected)
    // The order of a chart has it among the missing values.
    const { rows } = await cube(
      [{ qDef: { qFieldDefs: ['k'], qSortCriterias: [{ qSortByLoadOrder: 1 }] } }],
      [
        { qDef: { qDef: 'Sum(x) * Sum(x)' }, qSortBy: { qSortByNumeric: -1 } },
        { qDef: { qDef: 'Rank(Sum(x) * Sum(x))' } },
      ],
    )
    expect(rows.map(([k, text]) => [k, text])).toEqual([
      ['a', '-'],
      ['b', '9'],
      ['c', '-'],
    ])
    const sorted = await cube(
      [{ qDef: { qFieldDefs: ['=x * x'], qSortCriterias: [{ qSortByNumeric: -1 }] } }],
      [{ qDef: { qDef: 'Count(k)' } }],
    )
    expect(sorted.rows).toEqual([
      ['9', '1'],
      ['-', '2'],
    ])
  }))

test('only what may overflow by what is known of it is tested', () =>
  withSnapshot(
    `CREATE TABLE t AS SELECT * FROM (VALUES (1.5, 2, 0.25), (-3.0, 4, 1e-300)) v("x", "i", "tiny")`,
    async (snapshot) => {
      const { view } = await contextOf(snapshot)
      const argumentOverflows = (source: string) => {
        const { expression } = checkMeasure(view.model, view.fields, `Sum(${source})`)
        const [argument] = expression.kind === 'aggregate' ? expression.aggregate.arguments : []
        return argument ? mayOverflow(argument) : undefined
      }
      for (const source of [
        'x * i',
        'x / i',
        'x * i / (x + 0) * 0 + 1',
        'If(x > 1, x * x, 0) * i',
        'Round(x / i) * 100',
        'Year(x) * x',
        '-x - i',
      ])
        expect([source, argumentOverflows(source)]).toEqual([source, source.includes('(x + 0)')])
      for (const source of ['x / tiny * 1e10', 'Exp(x) * 10', 'x / (i - 2)', 'x * 1e300 * 1e300'])
        expect([source, argumentOverflows(source)]).toEqual([source, true])
      const result = (source: string) => mayOverflow(checkMeasure(view.model, view.fields, source).expression)
      for (const source of ['Sum(x)', 'Sum(x) * 2', 'Sum(x) / Count(i)', 'Sum(x) - Sum(i)', 'Avg(x * i)'])
        expect([source, result(source)]).toEqual([source, false])
      expect(result('Sum(x) / Sum(i)')).toBe(true)
    },
  ))
