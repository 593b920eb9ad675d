import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from './app-folder.js'

/** Numbers of all sizes and digits, which are rounded differently in every order. */
const amounts: Readonly<Record<string, string>> = {
  'many decimals': '(hash(i) % 1000003) / 1000.7 - 400',
  'all sizes':
    '(hash(i) % 1000003) / 7.0 * pow(10.0, (hash(i * 3) % 25)::INTEGER - 12) * (CASE WHEN i % 3 = 0 THEN -1 ELSE 1 END)',
}

/** What nobody but Eve sees, in between, before and behind what Ann does. */
const hiddenRows: Readonly<Record<string, string>> = {
  none: 'SELECT NULL::BIGINT AS place, NULL::DOUBLE AS "Amount", NULL::INTEGER AS "Kind", NULL::INTEGER AS "Shop" WHERE FALSE',
  many: 'SELECT j % 8000, (hash(j) % 1009) / 3.0, j % 200, j % 300 FROM range(30000) h(j)',
  large: 'SELECT 3 * j, 1e300 / (j + 1), j % 3, -j FROM range(3000) h(j)',
  small: 'SELECT 7000 - j, 1e-290 * (j + 1), j % 60, j % 5 FROM range(5000) h(j)',
}

/** Seven thousand rows that Ann sees. */
const data = (amount: string, hidden: string) => `
  CREATE TABLE facts AS SELECT "Amount", "Kind", "Shop", "REGION" FROM (
    SELECT i AS place, ${amount} AS "Amount", (i % 37)::INTEGER AS "Kind", (hash(i * 11) % 5)::INTEGER AS "Shop", 'west' AS "REGION"
    FROM range(7000) r(i)
    UNION ALL SELECT *, 'east' FROM (${hidden})
  ) ORDER BY place, "REGION";
  CREATE TABLE kinds AS SELECT i AS "Kind", (hash(i) % 1009) / 7.0 AS "Rate", 'g' || (i % 4) AS "Group" FROM range(200) r(i);
  CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
    ('USER', 'ann', 'west'), ('ADMIN', 'eve', NULL)) AS t("ACCESS", "USERID", "REGION")`

const expressions = [
  'Sum(Amount)',
  'Sum(Amount * Rate)',
  'Sum(Amount / Rate)',
  'Sum(DISTINCT Amount)',
  'Sum(Sqrt(Fabs(Amount)))',
  'Sum(If(Shop > 2, Amount, 0.1))',
  'Sum({<Shop = {1, 2}>} Amount)',
  'Sum(TOTAL Amount)',
  'Sum(TOTAL <Group> Amount * Rate)',
  'Avg(Amount)',
  'Avg(DISTINCT Amount)',
  'Stdev(Amount)',
  'Var(Amount)',
  'Sterr(Amount * Rate)',
  'Skew(Amount)',
  'Kurtosis(Amount)',
  'Correl(Amount, Rate)',
  'LinEst_M(Amount, Rate)',
  'LinEst_B(Amount, Rate, 1)',
  'LinEst_R2(Amount, Shop)',
  'TTest1_t(Amount)',
  'NPV(0.001, Amount)',
  'XNPV(0.1, Amount, 45000 + Shop)',
  'Sum(Aggr(Avg(Amount), Kind))',
  'Stdev(Aggr(Sum(Amount * Rate), Kind, Shop))',
  'RangeSum(Above(Sum(Amount), 0, RowNo()))',
  'Sum(Amount) / Sum(TOTAL Amount)',
]

const dimensions = [[], ['Kind'], ['=Kind * 2'], ['Group', 'Shop']]

const answersTo = async (amount: string, hidden: string, measures: readonly string[]): Promise<readonly string[]> => {
  const told: string[] = []
  await withSnapshot(data(amount, hidden), async (snapshot) => {
    const context = await contextOf(snapshot, 'ann')
    for (const definitions of dimensions) {
      const outcome = await evaluateHypercube(context, {
        dimensions: definitions.map((definition) => ({ definition })),
        measures: measures.map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = [outcome.cube.grandTotal, ...(await outcome.cube.page(0, 1_000))]
      for (const [row, cells] of rows.entries()) {
        for (const [column, { num, text }] of cells.entries())
          told.push(`${definitions} row ${row} ${[...definitions, ...measures][column]}: ${num} ${text}`)
      }
    }
  })
  return told
}

test.each(Object.keys(amounts))(
  'rows that a person may not see change no digit of numbers of %s',
  async (name) => {
    const of = (hidden: string) => answersTo(amounts[name] ?? '', hiddenRows[hidden] ?? '', expressions)
    const expected = await of('none')
    expect(expected.filter((cell) => cell.endsWith(': null null')).length).toBeLessThan(expected.length / 4)
    for (const hidden of Object.keys(hiddenRows).slice(1)) {
      const told = await of(hidden)
      expect(told.filter((cell, index) => cell !== expected[index]).slice(0, 5), hidden).toEqual([])
      expect(told.length).toBe(expected.length)
    }
  },
  180_000,
)
