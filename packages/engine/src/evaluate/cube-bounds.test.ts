import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { selecting, total } from '../testing/small-model.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import { evaluateListObject } from './evaluate-list-object.js'
import type { EvaluationContext } from './evaluation.js'

/** A million rows on either side of one key; two islands of two thousand values. */
const large = `
  CREATE TABLE left_side AS SELECT 'k' || (i // 999999) AS "Key", i % 7 AS "L", i % 3 AS "Kind" FROM range(1000000) r(i);
  CREATE TABLE right_side AS SELECT 'k' || (i // 999999) AS "Key", i % 5 AS "R" FROM range(1000000) r(i);
  CREATE TABLE one AS SELECT i AS "One" FROM range(2000) r(i);
  CREATE TABLE two AS SELECT i AS "Two" FROM range(2000) r(i);
  CREATE TABLE few AS SELECT i AS "Few" FROM range(3) r(i)`

const errors = async (context: EvaluationContext, dimensions: readonly string[], ...expressions: string[]) => {
  const outcome = await evaluateHypercube(context, {
    dimensions: dimensions.map((definition) => ({ definition })),
    measures: expressions.map((expression) => ({ expression })),
  })
  return outcome.ok ? [] : outcome.errors.map(({ column, message }) => [column, message])
}

const joined = expect.stringMatching(
  /^The rows of left_side, right_side joined for \[L\], \[R\] would be 999,998,000,002, and at most 500,000,000 are computed/,
)

test(
  'a join that would explode is refused in its column before it is made, and others are computed',
  { timeout: 60_000 },
  () =>
    withSnapshot(
      large,
      async (snapshot) => {
        const context = await contextOf(snapshot)
        const started = process.cpuUsage()
        expect(
          await errors(context, ['Kind'], 'Sum(L)', 'Sum(L * R)', 'Sum(R)', 'Max(Aggr(Sum(L * R), Kind))'),
        ).toEqual([
          [2, joined],
          [4, joined],
        ])
        expect(await errors(context, [], 'Sum({<Kind={"=Sum(L*R)>1"}>} L)')).toEqual([[0, joined]])
        const list = await evaluateListObject(context, {
          definition: 'Kind',
          sort: { byExpression: { expression: 'Sum(L * R)', direction: 1 } },
        })
        expect(list.ok ? [] : list.errors.map(({ message }) => message)).toEqual([joined])
        expect(process.cpuUsage(started).user).toBeLessThan(15_000_000)
        // What is selected may be small.
        const small = await selecting(context, 'Key', 'k1')
        expect(await total(small, 'Sum(L * R)')).toBe((999_999 % 7) * (999_999 % 5))
        expect(await total(context, 'Sum({<Key={k1}>} L * R)')).toBe((999_999 % 7) * (999_999 % 5))
        expect(await total(context, 'Sum(L) & Sum(R)')).toBe('29999972000000')
      },
      { memoryLimit: '400MB' },
    ),
)

test('dimensions that are not associated are refused where their product is too large', () =>
  withSnapshot(large, async (snapshot) => {
    const context = await contextOf(snapshot)
    const product = expect.stringMatching(
      /^\[One\] and \[Two\] are in tables that are not associated, so each value meets each: 4,000,000 rows, and at most 1,000,000 are computed/,
    )
    expect(await errors(context, ['One', 'Two'], 'Sum(One)')).toEqual([[1, product]])
    // The plan of the first selection is filled with the next ones.
    for (const few of ['0', '1', '2'])
      expect(await errors(await selecting(context, 'Few', few), ['One', 'Two'], 'Sum(One)')).toEqual([[1, product]])
    expect(await errors(context, ['One'], 'Sum(Two)', 'Sum(Aggr(Sum(One), One, Two))')).toEqual([[2, product]])
    expect(await total(context, 'Sum(One * Two)')).toBe(1999000 ** 2)
    const some = await selecting(context, 'One', '1', '2', '3')
    const outcome = await evaluateHypercube(some, {
      dimensions: [{ definition: 'Two' }, { definition: 'One' }],
      measures: [{ expression: 'Sum(One * Two)' }],
    })
    expect(outcome.ok && [outcome.cube.rowCount, outcome.cube.grandTotal[0]?.num]).toEqual([6_000, 6 * 1_999_000])
  }))

test('what is calculated from tables that are not associated is refused where it has too many combinations', () =>
  withSnapshot(
    large,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const product = expect.stringMatching(
        /^\[One\] and \[Two\] are in tables that are not associated, so what is calculated from them has 4,000,000 combinations of values, and at most 1,000,000 are computed/,
      )
      const rows = expect.stringMatching(
        /^The rows of left_side, one joined for the dimensions would be 2,000,000,000, and at most 500,000,000 are computed/,
      )
      const started = process.cpuUsage()
      expect(await errors(context, ['=One & Two'])).toEqual([[0, product]])
      expect(await errors(context, ['Kind', '=One * Two > 5'], 'Sum(One)')).toEqual([[1, product]])
      expect(await errors(context, ['=Kind & One'])).toEqual([[0, rows]])
      expect(await errors(context, [], 'Sum({<One=P([=One & Two])>} One)')).toEqual([[0, product]])
      expect(await errors(context, [], 'Sum({<One=E([=One & Two])>} One)')).toEqual([[0, product]])
      expect(await errors(context, ['Kind'], 'Max(Aggr(Sum(One), [=One & Two]))')).toEqual([[1, product]])
      const list = await evaluateListObject(context, { definition: '=One & Two' })
      expect(list.ok ? [] : list.errors.map(({ message }) => message)).toEqual([product])
      expect(process.cpuUsage(started).user).toBeLessThan(15_000_000)
      // Many rows may have few values.
      const outcome = await evaluateHypercube(context, { dimensions: [{ definition: '=Kind & Few' }], measures: [] })
      expect(outcome.ok && outcome.cube.rowCount).toBe(9)
      // A set counts by what is within it.
      const some = await selecting(context, 'One', '1', '2', '3')
      expect(await total(some, 'Count({<Two=P([=One + Two])>} Two)')).toBe(1_999)
    },
    { memoryLimit: '400MB' },
  ))
