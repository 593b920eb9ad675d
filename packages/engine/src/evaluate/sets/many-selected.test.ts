import { expect, test } from 'vitest'
import { symbolSet } from '../../model/symbol-set.js'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { rowsBy, total } from '../../testing/small-model.js'
import { evaluateListObject } from '../evaluate-list-object.js'
import type { EvaluationContext } from '../evaluation.js'

/** Of 9,001 customers each third has no order; a customer's amount is a digit of its number, an order may lack its customer. */
const model = `CREATE TABLE customers AS SELECT i AS customer, 'c' || i AS name, i % 10 AS digit FROM range(9001) t(i);
  CREATE TABLE orders AS SELECT CASE WHEN i % 3 > 0 THEN i END AS customer, i % 5 AS amount FROM range(9001) t(i);
  CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES
    ('ADMIN', 'all', NULL, NULL), ('USER', 'even', '0', NULL), ('USER', 'even', '2', NULL), ('USER', 'even', '4', NULL),
    ('USER', 'even', '6', NULL), ('USER', 'even', '8', NULL), ('USER', 'mixed', '1', NULL), ('USER', 'mixed', NULL, 'c7'))
    t("ACCESS", "USERID", "DIGIT", "NAME")`
  .replace(/ AS digit/, ' AS "DIGIT"')
  .replace('|| i AS name', '|| i AS "NAME"')

const numbers = Array.from({ length: 9_001 }, (_, i) => i)

const sumOf = (customers: readonly number[]): number =>
  customers.reduce((sum, i) => (i % 3 > 0 ? sum + (i % 5) : sum), 0)

/** More than are bound as a list, with gaps; the last value is among them. */
const picked = numbers.filter((i) => i % 4 !== 1)

const withSelected = (context: EvaluationContext, customers: readonly number[]): EvaluationContext => ({
  ...context,
  selections: new Map([['customer', { values: symbolSet(customers), locked: false }]]),
})

test('thousands of selected values keep the rows that few would', () =>
  withSnapshot(model, async (snapshot) => {
    for (const [subject, sees] of [
      ['all', () => true],
      ['even', (i: number) => i % 2 === 0],
      ['mixed', (i: number) => i % 10 === 1 || i === 7],
    ] as const) {
      const context = withSelected(await contextOf(snapshot, subject), picked)
      const seen = numbers.filter(sees)
      const kept = seen.filter((i) => i % 4 !== 1)
      const answers = await Promise.all(
        [
          'Sum(amount)',
          'Count(DISTINCT customer)',
          'Sum({1} amount)',
          'Sum({1-$} amount)',
          'Sum({<customer-={2}>} amount)',
          'Sum({<customer*={">=8000"}>} amount)',
          'Sum({<customer/={1, 2}>} amount)',
          'Sum({<NAME=P({1} NAME)>} amount)',
        ].map((expression) => total(context, expression)),
      )
      const missing = numbers.filter((i) => i % 3 === 0)
      const withoutCustomer = subject === 'all' ? missing.reduce((sum, i) => sum + (i % 5), 0) : 0
      const two = seen.includes(2) ? [2] : []
      const one = seen.includes(1) ? [1] : []
      expect([subject, ...answers]).toEqual([
        subject,
        sumOf(kept),
        kept.length,
        sumOf(seen) + withoutCustomer,
        sumOf(seen.filter((i) => i % 4 === 1)) + withoutCustomer,
        sumOf(kept) - sumOf(two),
        sumOf(kept.filter((i) => i >= 8_000)),
        sumOf(kept) - sumOf(two) + sumOf(one),
        sumOf(kept),
      ])
    }
  }))

test('rows, states and counts follow thousands of selected values, and other selections have other results', () =>
  withSnapshot(model, async (snapshot) => {
    const all = await contextOf(snapshot, 'all')
    for (const customers of [picked, numbers.filter((i) => i % 4 !== 2), numbers, numbers.slice(100)]) {
      const context = withSelected(all, customers)
      expect(await rowsBy(context, ['DIGIT'], 'Sum(amount)')).toEqual(
        numbers.slice(0, 10).map((digit) => [String(digit), sumOf(customers.filter((i) => i % 10 === digit))]),
      )
      const outcome = await evaluateListObject(context, { definition: 'customer' })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      expect(outcome.list.facts.stateCounts).toEqual({
        selected: customers.length,
        possible: 0,
        alternative: numbers.length - customers.length,
        excluded: 0,
        locked: 0,
      })
      const chosen = new Set(customers)
      expect(outcome.list.page(0, 9_001).map(({ state }) => state)).toEqual(
        numbers.map((i) => (chosen.has(i) ? 'S' : 'A')),
      )
      expect(await outcome.list.elementsWhere(({ state }) => state === 'S')).toEqual(customers)
    }
  }))
