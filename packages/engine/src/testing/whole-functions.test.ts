import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { checkMeasure } from '../expressions/check-measure.js'
import { scalarFunctions } from '../expressions/functions/catalogue.js'
import { placesOf } from '../expressions/number-places.js'
import { contextOf, withSnapshot } from './app-folder.js'
import { computed } from './corpus/computed.js'
import { exampleModel } from './corpus/example-model.js'

/** Numbers, dates and texts at the ends of what they may be, of which hidden rows have more. */
const data = `
  CREATE TABLE facts AS SELECT * FROM (VALUES
    (-2147483648, 0.5, DATE '0001-01-01', 'a', 'west'), (2147483647, 1e15, DATE '9999-12-31', 'b😀', 'west'),
    (100, 0.25, DATE '2024-12-30', repeat('x', 5000), 'west'), (7, -1e300, DATE '2024-02-29', '', 'west'),
    (0, 1e-300, NULL, NULL, 'west'), (-3, 3.5, DATE '1899-12-30', '12', 'east')) t("A", "X", "D", "T", "REGION");
  CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'ann', 'west')) t("ACCESS", "USERID", "REGION")`

/** Whole numbers, and what they add up to in the rows of the first region. */
const sums: Readonly<Record<string, number>> = {
  'Year(D)': 1 + 9999 + 2024 + 2024,
  'Month(D)': 1 + 12 + 12 + 2,
  'Day(D)': 1 + 31 + 30 + 29,
  'WeekYear(D)': 1 + 9999 + 2025 + 2024,
  'Len(T)': 1 + 2 + 5000,
  'Ord(T)': 97 + 98 + 120,
  "Index(T, 'x')": 1,
  "Match(T, 'q', 'a')": 2,
  'Sign(X)': 2 + 1,
  'Div(A, 10)': -214748364 + 214748364 + 10,
  'Mod(A, 7)': 5 + 1 + 2,
  'Div(A, 2) * Len(T)': -1073741824 + 1073741823 * 2 + 50 * 5000,
  'If(A > 0, Year(D), Sign(A))': -1 + 9999 + 2024 + 2024,
}

test('whole numbers that functions give are added up as they are, beside hidden rows', () =>
  withSnapshot(data, async (snapshot) => {
    const context = await contextOf(snapshot, 'ann')
    const expressions = Object.keys(sums)
    for (const expression of expressions) {
      const { view } = context
      const checked = checkMeasure(view.model, view.fields, `Sum(${expression})`).expression
      const [argument] = checked.kind === 'aggregate' ? checked.aggregate.arguments : []
      expect([expression, argument && placesOf(argument)?.last]).toEqual([expression, 0])
    }
    const outcome = await evaluateHypercube(context, {
      dimensions: [],
      measures: expressions.map((expression) => ({ expression: `Sum(${expression})` })),
    })
    const totals = outcome.ok ? outcome.cube.grandTotal.map(({ num }) => num) : outcome.errors
    expect(totals).toEqual(Object.values(sums))
  }))

test('what may overflow as it is computed is not taken for whole numbers', () =>
  withSnapshot(data, async (snapshot) => {
    const context = await contextOf(snapshot, 'ann')
    const outcome = await evaluateHypercube(context, {
      dimensions: [],
      measures: ['Sum(Div(X, 1e-300))', 'Sum(Mod(X, 1e308))'].map((expression) => ({ expression })),
    })
    expect(outcome.ok && outcome.cube.grandTotal.map(({ num }) => num === null || Number.isFinite(num))).toEqual([
      true,
      true,
    ])
  }))

test('functions that say that their numbers are whole and below a number keep to it in their examples', () =>
  withSnapshot(exampleModel, async (snapshot) => {
    const context = await contextOf(snapshot)
    const said = scalarFunctions.filter(({ wholeBelow }) => wholeBelow !== undefined)
    expect(said.length).toBeGreaterThan(15)
    for (const { name, wholeBelow = 0, examples } of said) {
      for (const [formula] of examples) {
        if (!formula.startsWith(`${name}(`) || formula.includes(') =')) continue
        const number = await computed(context, formula, 0)
        const keeps = number === null || (Number.isInteger(number) && Math.abs(Number(number)) < wholeBelow)
        expect([formula, number, keeps]).toEqual([formula, number, true])
      }
    }
  }))
