import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from './app-folder.js'

const sumsOf = (values: readonly string[], expressions: readonly string[]): Promise<readonly unknown[]> => {
  let told: readonly unknown[] = []
  return withSnapshot(
    `CREATE TABLE facts AS SELECT A::DOUBLE AS "A" FROM (VALUES ${values.map((value) => `(${value})`)}) v(A);
     CREATE TABLE "SECTION_ACCESS" AS SELECT 'USER' AS "ACCESS", 'ann' AS "USERID"`,
    async (snapshot) => {
      const outcome = await evaluateHypercube(await contextOf(snapshot, 'ann'), {
        dimensions: [],
        measures: expressions.map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      told = outcome.cube.grandTotal.map(({ num }) => num)
    },
  ).then(() => told)
}

/** Of numbers that cancel each other out, what is left is the sum, however small it is beside them. */
test.each([
  ['far apart', ['1e16', '1', '-1e16', '0.25'], [1.25, 1.25, 0.3125]],
  ['at both ends of the range', ['1e300', '3.5', '-1e300', '1e-300', '-3.5'], [1e-300, 1e-300, 2e-301]],
  ['tiny', ['5e-324', '2e-320', '5e-324', '-5e-324'], [5e-324 + 2e-320, 2e-320, (5e-324 + 2e-320) / 4]],
  [
    'at the edges of places',
    ['4611686018427387904', '-4611686018427387903', '9223372036854775808'],
    [2 ** 63, 2 ** 63, 2 ** 63 / 3],
  ],
  ['just below one', ['0.9999999999999998', '-1', '2'], [1.9999999999999998, 1.9999999999999998, 0.6666666666666666]],
])('numbers %s add up exactly where rows may be hidden', async (_, values, expected) => {
  expect(await sumsOf(values, ['Sum(A)', 'Sum(DISTINCT A)', 'Avg(A)'])).toEqual(expected)
})

test('what is made of each row adds up exactly', async () => {
  const thirds = ['1/3.0', '-1e17', '1e17', '0.5']
  expect(
    await sumsOf(thirds, ['Sum(A * 3)', 'Sum(A / 4)', 'Sum(-A)', 'Sum(If(A < 0, A, A + 0))', 'Sum(Round(A, 0.25))']),
  ).toEqual([2.5, (1 / 3 + 0.5) / 4, -(1 / 3 + 0.5), 1 / 3 + 0.5, 0.75])
})

test('whole numbers add up exactly beyond those that a number can be', async () => {
  expect(
    await sumsOf(['9007199254740993', '2', '9007199254740991', '-18014398509481985'], ['Sum(A)', 'Sum(A * 1)']),
  ).toEqual([1, 1])
})
