import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from './app-folder.js'
import { randomFormula } from './random-formula.js'

const model = `CREATE TABLE facts AS SELECT * FROM (VALUES
    (1, 'a', 1e300, '007', DATE '2024-02-29', 32767), (2, 'a', -1e300, '', DATE '0001-01-01', -32768),
    (3, 'b', 0, 'a*[', NULL, 20000), (4, NULL, NULL, NULL, DATE '9999-12-31', 0),
    (5, 'c', 9007199254740993, '1e999', DATE '1899-12-30', -32768)) t("id", "word", "big", "mixed", "day", "short");
  CREATE TABLE words AS SELECT * FROM (VALUES ('a', 0.5), ('a', -7), ('z', 1e-300)) t("word", "half")`

const formula = randomFormula({ numbers: ['id', 'big', 'day', 'half', 'short'], texts: ['word', 'mixed'] })
const runs = { numRuns: Number(process.env.FORMULA_RUNS ?? 150), seed: Number(process.env.FORMULA_SEED ?? 1) }

test('a formula of any functions and values has a result or an error of its column', { timeout: 1_200_000 }, () =>
  withSnapshot(model, async (snapshot) => {
    const context = await contextOf(snapshot)
    await fc.assert(
      fc.asyncProperty(formula, async (expression) => {
        for (const dimensions of [[], [{ definition: 'word' }]]) {
          const outcome = await evaluateHypercube(context, { dimensions, measures: [{ expression }] })
          if (!outcome.ok) {
            expect(outcome.errors[0]?.message).toMatch(/\(at character \d+\)$/)
            continue
          }
          const rows = await outcome.cube.page(0, 10)
          for (const cell of [...rows.flat(), ...outcome.cube.grandTotal]) {
            expect(cell.num === null || Number.isFinite(cell.num)).toBe(true)
            expect(cell.text ?? '').not.toMatch(/^-?(inf|nan)$/)
          }
        }
      }),
      runs,
    )
  }),
)
