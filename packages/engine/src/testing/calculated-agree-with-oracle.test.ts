import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { evaluateListObject } from '../evaluate/evaluate-list-object.js'
import type { EvaluationContext } from '../evaluate/evaluation.js'
import { openDataView } from '../security/data-view.js'
import { assertAgreement } from './oracle/agreement.js'
import { askAll } from './oracle/asked.js'
import { fieldNames, type OracleApp, type OracleValue, symbolsOf } from './oracle/oracle-app.js'
import { oracleCube } from './oracle/oracle-cube.js'
import { fieldsOfAggregate, type OracleMeasure, type RowExpression } from './oracle/oracle-expression.js'
import { type OracleSelections, oracleStates } from './oracle/oracle-list.js'
import { type OracleView, oracleView } from './oracle/oracle-security.js'
import { randomApp, randomPrincipal } from './oracle/random-app.js'
import { randomDimension, randomMeasure, randomSelections } from './oracle/random-query.js'
import { sceneText } from './oracle/scene-text.js'
import { selectionStateOf } from './oracle/selection-state.js'
import { withoutSecondTry } from './oracle/without-second-try.js'
import { withReloadedApp } from './oracle/written-app.js'

/** The name of the column that the oracle has where the engine calculates. */
const calculated = 'n calculated'

interface Dimension {
  readonly table: number
  readonly expression: RowExpression
}

/** A dimension that is a field as it stands is kept by a total that names the field; the oracle's column has another name. */
const measure = (app: OracleApp) => randomMeasure(app).filter(({ source }) => !source.includes('TOTAL <'))

const scene = randomApp.chain((app) =>
  fc.record({
    app: fc.constant(app),
    principals: fc.array(randomPrincipal, { minLength: 2, maxLength: 2 }),
    selections: fc.array(randomSelections(app), { minLength: 2, maxLength: 2 }),
    measures: fc.array(measure(app), { minLength: 2, maxLength: 3 }),
    dimensions: fc.array(randomDimension(app), { minLength: 4, maxLength: 5 }),
    beside: fc.option(fc.constantFrom(...fieldNames(app))),
    together: fc.boolean(),
  }),
)

test('a calculated dimension groups as a column with its values does', { timeout: 3_600_000 }, () =>
  assertAgreement({
    scenes: scene,
    ofThousand: 200,
    compare: ({ app, principals, selections, measures, dimensions, beside, together }, compared) =>
      withReloadedApp(app, async (snapshot) => {
        for (const principal of principals) {
          const seen = oracleView(app, principal)
          if (!seen) continue
          const view = await openDataView(withoutSecondTry(snapshot), { tenantId: 't', userId: 'u', ...principal })
          const exists = (field: string) => seen.fields.includes(field)
          const known = measures.filter(({ aggregates }) => aggregates.flatMap(fieldsOfAggregate).every(exists))
          const asked = dimensions.filter((dimension) => dimension?.expression.fields.every(exists))
          const questions = asked.flatMap((dimension) => {
            if (!dimension) return []
            const expected = withColumn(seen, dimension)
            return selections.map((made) => {
              const selected: OracleSelections = new Map([...made].filter(([field]) => exists(field)))
              const context = { view, selections: selectionStateOf(selected) }
              const fields = beside !== null && exists(beside) ? [beside] : []
              return {
                question: () =>
                  [
                    sceneText(app, selected, principal),
                    dimension.expression.source,
                    ...fields,
                    ...known.map(({ source }) => source),
                  ].join('\n'),
                compare: async () => {
                  await assertSameCube(context, expected, dimension, fields, known, selected)
                  await assertSameList(context, expected, dimension, selected)
                  compared()
                },
              }
            })
          })
          await askAll(questions, together)
        }
      }),
  }),
)

const assertSameCube = async (
  context: EvaluationContext,
  expected: OracleView,
  { expression }: Dimension,
  fields: readonly string[],
  measures: readonly OracleMeasure[],
  selections: OracleSelections,
) => {
  const outcome = await evaluateHypercube(context, {
    dimensions: [`=${expression.source}`, ...fields.map((field) => `[${field}]`)].map((definition) => ({ definition })),
    measures: measures.map(({ source }) => ({ expression: source })),
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  const rows = (await outcome.cube.page(0, 10_000)).map(([own, ...others]) => [
    symbolOf(expected, own?.num ?? null),
    ...others.slice(0, fields.length).map((cell) => cell.symbol ?? cell.elem),
    ...others.slice(fields.length).map((cell) => cell.text ?? cell.num),
  ])
  const wanted = oracleCube(expected, [calculated, ...fields], measures, selections).map((row) => [
    ...row.elements,
    ...row.measures,
  ])
  expect(sorted(rows)).toEqual(sorted(wanted).map((row) => row.map(close)))
}

/** Possible values are those of the table's rows that satisfy the selections of all other fields. */
const assertSameList = async (
  context: EvaluationContext,
  expected: OracleView,
  { table, expression }: Dimension,
  selections: OracleSelections,
) => {
  const outcome = await evaluateListObject(context, { definition: `=${expression.source}` })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  const others = new Map([...selections].filter(([field]) => !expression.fields.includes(field)))
  const possible = [...oracleStates(withRowsOf(table, expected), calculated, others)].flatMap(([element, state]) =>
    state === 'O' ? element : [],
  )
  const symbols = symbolsOf(expected.app, calculated)
  const shown = outcome.list.page(0, 1_000)
  for (const { num, state } of shown) {
    const element = symbolOf(expected, num)
    // What only rows without a partner have is no value of the column.
    if (element >= 0)
      expect([symbols[element], state !== 'X' && state !== 'XS' && state !== 'XL']).toEqual([
        plain(num),
        possible.includes(element),
      ])
  }
  expect(shown.map(({ num }) => symbolOf(expected, num))).toEqual(expect.arrayContaining(possible))
}

/** Combinations without a row of the table have no value of its column, though the expression is worth something there. */
const withRowsOf = (table: number, view: OracleView): OracleView => ({
  ...view,
  universes: view.universes.map((universe) => ({
    ...universe,
    combinations: universe.combinations.filter(({ rows }) => rows.has(table) || !universe.tables.includes(table)),
  })),
})

/** The app as if a table had a column with the values of an expression, which is also worth something without the table. */
const withColumn = ({ app, universes, fields }: OracleView, { table: at, expression }: Dimension): OracleView => ({
  app: withColumnIn(app, at, expression),
  fields: [...fields, calculated],
  universes: universes.map((universe) => ({
    ...universe,
    combinations: universe.combinations.map((combination) => ({
      ...combination,
      values: universe.tables.includes(at)
        ? new Map([...combination.values, [calculated, plain(expression.evaluate(combination.values))]])
        : combination.values,
    })),
  })),
})

const withColumnIn = (app: OracleApp, at: number, { evaluate }: RowExpression): OracleApp => ({
  ...app,
  tables: app.tables.map((table, index) =>
    index === at
      ? {
          ...table,
          columns: [...table.columns, { name: calculated, type: 'number' }],
          rows: table.rows.map((row) => [
            ...row,
            plain(evaluate(new Map(table.columns.map(({ name }, column) => [name, row[column] ?? null])))),
          ]),
        }
      : table,
  ),
})

/** Negative zero is zero; binary noise in the last digits is none. */
const plain = (value: OracleValue): OracleValue =>
  typeof value === 'number' ? Number(value.toPrecision(12)) + 0 : value

/** -2 for a missing value, -1 for one that only rows without a partner have. */
const symbolOf = ({ app }: OracleView, num: number | null): number =>
  num === null ? -2 : symbolsOf(app, calculated).indexOf(plain(num) as number)

type Row = readonly OracleValue[]

const sorted = (rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => (JSON.stringify(a.map(coarse)) < JSON.stringify(b.map(coarse)) ? -1 : 1))

const coarse = (value: OracleValue) => (typeof value === 'number' ? Number(value.toFixed(6)) : value)

const close = (value: OracleValue) => (typeof value === 'number' ? expect.closeTo(value, 8) : value)
