import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { evaluateHypercube } from '../evaluate-hypercube.js'
import type { EvaluationContext } from '../evaluation.js'
import { noExpressionNames } from './expression-names.js'

const orders = `CREATE TABLE orders AS SELECT * FROM (VALUES
  ('A', 10, 2023), ('A', 20, 2024), ('B', 5, 2024)) t(customer, amount, year)`

const variables: Readonly<Record<string, string>> = {
  vA: 'Sum(amount)',
  vB: '=Sum(amount)',
  vC: '10+5',
  vLast: '=Max(year)',
  mul: '$1*$2',
  count: '$0',
  which: 'A',
  v1: 'vA',
  quoted: "'x', 'y,z'",
  self: '$(self)+1',
  loop: '=$(loop)',
  ping: '=pong',
  pong: '=ping',
  limit: '15',
  word: 'late',
  year: '7',
}

const measures: Readonly<Record<string, string>> = {
  Revenue: 'Sum(amount)',
  'Per order': '[Revenue] / Count(amount)',
  Latest: 'Sum({<year={$(vLast)}>} amount)',
  Endless: '[Endless] + 1',
}

const withContext = (use: (context: EvaluationContext) => Promise<void>) =>
  withSnapshot(orders, async (snapshot) =>
    use({
      ...(await contextOf(snapshot)),
      names: { ...noExpressionNames, variable: (name) => variables[name], measure: (title) => measures[title] },
    }),
  )

const total = async (context: EvaluationContext, expression: string): Promise<number | string | null> => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression }] })
  if (!outcome.ok) return `error: ${outcome.errors[0]?.message}`
  const [cell] = outcome.cube.grandTotal
  return cell?.text ?? cell?.num ?? null
}

test('$(...) is replaced by the text of a variable or the value of an expression, innermost first', () =>
  withContext(async (context) => {
    for (const [expression, expected] of [
      ['$(vA)/5', 7],
      ['$(vB)/5', 7],
      ['$(vC)*2', 20],
      ['$(=Sum(amount)) + 1', 36],
      ['$(=$(vA) + 1)', 36],
      ['$($(v1))', 35],
      ['Sum({<year={$(=Max(year))}>} amount)', 25],
      ['Sum({<year={$(vLast)}>} amount)', 25],
      ["Sum({<customer={'$(which)'}>} amount)", 30],
      ["'$(which)!'", 'A!'],
      ['$(#vB)', 35],
      ['$(#=Sum(amount)/2)', 17.5],
      ['$(mul(3,7))', 21],
      ['$(mul(1+2,3))', 7],
      ['$(count(1,2,3))', 3],
      ["'[$(missing)]'", '[]'],
      ['Sum({<year={$(=Only(year))}>} amount)', 0],
      ["'$(=customer)'", ''],
      ["$(=')') & ''", 'error: Unexpected ) (at character 1)'],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))

test('an expansion is evaluated over the selections, not for each row', () =>
  withContext(async (context) => {
    const outcome = await evaluateHypercube(context, {
      dimensions: [{ definition: 'customer', sort: { byAscii: 1 } }],
      measures: [{ expression: '$(vA)' }, { expression: '$(vB)' }, { expression: 'Sum(amount)/$(=Sum(amount))' }],
    })
    if (!outcome.ok) throw new Error('an error')
    const rows = await outcome.cube.page(0, 9)
    expect(rows.map((row) => row.map((cell) => cell.text ?? cell.num))).toEqual([
      ['A', 30, 35, 30 / 35],
      ['B', 5, 35, 5 / 35],
    ])
  }))

test('a name may be a master measure or a variable', () =>
  withContext(async (context) => {
    for (const [expression, expected] of [
      ['[Revenue]', 35],
      ['Revenue * 2', 70],
      ['[Per order]', 35 / 3],
      ['Latest', 25],
      ['If([Revenue] > limit, word)', 'late'],
      ['vB + 1', 36],
      ['vC', '10+5'],
      // Outside an aggregation a variable comes before a field, inside it after.
      ['year', 7],
      ['Max(year)', 2024],
      ['Sum(amount * limit)', 525],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))

test('what names itself ends with an error of its column', () =>
  withContext(async (context) => {
    expect(await total(context, '$(self)')).toContain('More than 200 expansions')
    expect(await total(context, '$(loop)')).toContain('does a variable name itself?')
    expect(await total(context, 'ping')).toContain('does a variable name itself?')
    expect(await total(context, '[Endless]')).toContain('lead to too many others')
    expect(await total(context, '$(=Summ(amount))')).toContain('There is no function Summ; did you mean Sum?')
    const outcome = await evaluateHypercube(context, {
      dimensions: [],
      measures: [{ expression: 'Sum(amount)' }, { expression: '$(loop)' }],
    })
    expect(outcome).toMatchObject({ ok: false, errors: [{ column: 1 }] })
  }))

test('sort expressions expand, too', () =>
  withContext(async (context) => {
    const outcome = await evaluateHypercube(context, {
      dimensions: [{ definition: 'customer', sort: { byExpression: { expression: '$(vA)', direction: 1 } } }],
      measures: [],
    })
    if (!outcome.ok) throw new Error('an error')
    expect((await outcome.cube.page(0, 9)).map(([cell]) => cell?.text)).toEqual(['B', 'A'])
  }))
