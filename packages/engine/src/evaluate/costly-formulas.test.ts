import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, smallModel, total } from '../testing/small-model.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { EvaluationContext } from './evaluation.js'
import { noExpressionNames } from './expansion/expression-names.js'

const withIsland = (use: (context: EvaluationContext) => Promise<void>) =>
  withSnapshot(
    `${smallModel}; CREATE TABLE island AS SELECT * FROM (VALUES ('p', 1), ('q', 2)) t("Isle", "Size")`,
    async (snapshot) => use(await contextOf(snapshot)),
  )

const nested = (before: string, inner: string, after: string, times: number) =>
  before.repeat(times) + inner + after.repeat(times)

test('tables that are not associated take part in an Aggr and in a search, too', () =>
  withIsland(async (context) => {
    for (const [expression, expected] of [
      ['Sum(Aggr(Sum(Size), Item))', 9],
      ['Sum(Aggr(Sum(Qty), Item, Isle))', 30],
      ['Sum(Aggr(Sum(Aggr(Sum(Size), Item)), Item))', 9],
      ['Sum({<Item={"=Sum(Size)>0"}>} Qty)', 15],
      ['Sum({<Item={nut}+{"=Sum(Size)>3"}>} Qty)', 7],
      ['Sum({1-<Item={"=Sum(Size)>0"}>} Qty)', 0],
      ['Sum({<Item=P({1<Item={"=Sum(Size)>3"}>})>} Qty)', 0],
      ['Sum(Aggr({<Item={"=Sum(Size)>0"}>} Sum(Qty), Item))', 15],
      ['Sum({<Isle=P({1<Item={nut}>} Isle)>} Qty)', 15],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))

test('what would grow without a bound is an error of the column', { timeout: 60_000 }, () =>
  withIsland(async (context) => {
    for (const [expression, message] of [
      [nested('1/(', 'Sum(Amt)', ')', 30), 'too large'],
      [nested('Round(1, ', 'Sum(Amt)', ')', 30), 'too large'],
      [`${'1+'.repeat(300)}Sum(Amt)`, 'too many operators'],
      [`Sum({${'1+'.repeat(9_000)}1} Amt)`, 'too many operators'],
      [`Sum({<Item=${'{nut}+'.repeat(300)}{nut}>} Qty)`, 'too many operators'],
      ['Sum(Amt) + 1e999', 'beyond the range of numbers (at character 12)'],
    ] as const) {
      expect([expression.slice(0, 40), await total(context, expression)]).toEqual([
        expression.slice(0, 40),
        expect.stringContaining(message),
      ])
    }
    expect(await total(context, `${'1+'.repeat(150)}Sum(Amt)`)).toBe(185)
    expect(await total(context, `Sum({${'1+'.repeat(90)}1} Amt)`)).toBe(35)
  }),
)

test('a pattern takes time for the length of the text alone', { timeout: 10_000 }, () =>
  withIsland(async (context) => {
    expect(await total(context, "Repeat('a', 5000) like '*a*a*a*a*b'")).toBe(0)
    expect(await total(context, "WildMatch(Repeat('a', 5000), '*a*a*a*a*b', '*a*a*')")).toBe(2)
    expect(await total(context, "'a' like Repeat('*', 1000) & 'a'")).toBe(0)
    expect(await total(context, "'a' like Repeat('*', 999) & 'a'")).toBe(-1)
  }),
)

test('names that lead to each other end', { timeout: 60_000 }, () =>
  withIsland(async (context) => {
    const step = (name: string, prefix: string) => `${prefix}${Number(name.slice(1)) + 1}`
    const names = {
      ...noExpressionNames,
      measure: (name: string) =>
        name === 'm9' ? 'Sum(Amt)' : /^m\d$/.test(name) ? `${`[${step(name, 'm')}]+`.repeat(9)}Sum(Amt)` : undefined,
      variable: (name: string) => (/^v\d$/.test(name) ? `=${`$(${step(name, 'v')})1+`.repeat(9)}1` : undefined),
    }
    expect(await total({ ...context, names }, 'm1')).toContain('lead to too many others')
    expect(await total({ ...context, names }, 'm8 + m8')).toBe(2 * 10 * 35)
    expect(await total({ ...context, names }, '$(v1)')).toContain('lead to more than 500 evaluations')
    expect(await total({ ...context, names }, '$(v9) + $(v9)')).not.toContain('error')
  }),
)

test('totals belong to their own columns, whichever order and repetition the columns have', () =>
  withIsland(async (context) => {
    const totals = async (...expressions: string[]) => {
      const measures = expressions.map((expression) => ({ expression }))
      const outcome = await evaluateHypercube(context, { dimensions: [], measures })
      return outcome.ok ? outcome.cube.grandTotal.map(({ num }) => num) : outcome.errors
    }
    expect(await totals('Sum(Amt)', 'Sum(Qty)', 'Sum(Amt)')).toEqual([35, 15, 35])
    expect(await totals('Sum(Amt)', 'Sum(Amt)', 'Sum(Qty)')).toEqual([35, 35, 15])
    expect(await rowsBy(context, ['Isle'], 'Sum(Size)')).toEqual([
      ['p', 1],
      ['q', 2],
    ])
  }))
