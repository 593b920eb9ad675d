import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from './app-folder.js'

/** Thirty numbers that Ann sees, and one that nobody but Eve does. */
const data = (type: string, shown: string, hidden: string) => `
  CREATE TABLE facts AS
    SELECT ${shown}::${type} AS "A", 'west' AS "REGION" FROM range(30) r(i)
    UNION ALL SELECT ${hidden}::${type}, 'east';
  CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
    ('USER', 'ann', 'west'), ('ADMIN', 'eve', NULL)) AS t("ACCESS", "USERID", "REGION")`

const expressions = ['Sum(A)', 'Sum(A)=3', 'Avg(A)=0.1', 'Sum(DISTINCT A)', 'Sum(TOTAL A)=3']

const answers = (type: string, shown: string, hidden: string) => {
  let told: readonly unknown[] = []
  return withSnapshot(data(type, shown, hidden), async (snapshot) => {
    const context = await contextOf(snapshot, 'ann')
    for (const dimensions of [[], [{ definition: 'REGION' }]]) {
      const outcome = await evaluateHypercube(context, {
        dimensions,
        measures: expressions.map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = [outcome.cube.grandTotal, ...(await outcome.cube.page(0, 10))]
      told = [...told, ...rows.map((cells) => cells.map(({ num }) => num))]
    }
  }).then(() => told)
}

test.each([
  ['DOUBLE', '0.1', ['0.5', '0.1234567', '1e15', '2']],
  ['DECIMAL(18,6)', '0.1', ['0.5', '0.123456', '999999999999', '2']],
  ['DECIMAL(18,2)', '(9007199254740991 - 7 * i)', ['0.5', '0.25', '2', '9999999999999999']],
  ['DECIMAL(38,6)', '0.1', ['0.5', '0.123456', '1e31', '2']],
])('the digits of a sum of %s tell nothing of what is hidden', async (type, shown, hidden) => {
  const [first, ...others] = await Promise.all(hidden.map((value) => answers(type, shown, value)))
  expect(others).toEqual(others.map(() => first))
})

test('sums of numbers whose type says how many decimals they have are exact beside hidden rows', async () => {
  for (const type of ['DECIMAL(18,6)', 'DECIMAL(4,1)'])
    expect((await answers(type, '0.1', '0.5')).at(0)).toEqual([3, -1, -1, 0.1, -1])
})

test.each([
  ['DECIMAL(9,1)', 'DECIMAL(5,3)', { decimals: 3, type: 'INTEGER' }],
  ['DECIMAL(9,1)', 'SMALLINT', { decimals: 1, type: 'INTEGER' }],
  ['DECIMAL(9,1)', 'BIGINT', undefined],
  ['DECIMAL(9,1)', 'DOUBLE', undefined],
  ['SMALLINT', 'BIGINT', undefined],
])('numbers of %s and %s are added by what both types have room for, whichever they are', (one, other, units) =>
  withSnapshot(
    `CREATE TABLE facts AS SELECT 6::${one} AS "A";
     CREATE TABLE more AS SELECT 7::${other} AS "A", 'x' AS "Name";
     CREATE TABLE "SECTION_ACCESS" AS SELECT 'USER' AS "ACCESS", 'ann' AS "USERID"`,
    async ({ document }) => expect(document.model.fields.find(({ name }) => name === 'A')?.units).toEqual(units),
  ),
)
