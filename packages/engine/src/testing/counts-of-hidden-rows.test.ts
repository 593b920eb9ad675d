import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import type { Cell } from '../evaluate/evaluation.js'
import { openDataView } from '../security/data-view.js'
import { contextOf, withSnapshot } from './app-folder.js'
import type { OracleApp } from './oracle/oracle-app.js'
import type { OracleMeasure } from './oracle/oracle-expression.js'
import { type OraclePrincipal, oracleView } from './oracle/oracle-security.js'
import { randomApp, randomPrincipal } from './oracle/random-app.js'
import { randomMeasure } from './oracle/random-query.js'
import { withReloadedApp } from './oracle/written-app.js'
import { rowsBy, total } from './small-model.js'

interface Scene {
  readonly app: OracleApp
  readonly principal: OraclePrincipal
  readonly measures: readonly OracleMeasure[]
  readonly dimensions: readonly (readonly string[])[]
}

const scene: fc.Arbitrary<Scene> = randomApp
  .filter(({ sectionAccess }) => sectionAccess !== null)
  .chain((app) => {
    const fields = [...new Set(app.tables.flatMap(({ columns }) => columns.map(({ name }) => name)))]
    return fc.record({
      app: fc.constant(app),
      principal: randomPrincipal,
      measures: fc.array(randomMeasure(app), { minLength: 4, maxLength: 6 }),
      dimensions: fc.array(fc.shuffledSubarray(fields, { maxLength: 2 }), { minLength: 3, maxLength: 3 }),
    })
  })

/** The same app with each row that the principal may not see as often as told. */
const withHiddenRows = (app: OracleApp, principal: OraclePrincipal, times: number): OracleApp | undefined => {
  const view = oracleView(app, principal)
  if (!view) return undefined
  const visible = new Set(
    view.universes.flatMap(({ combinations }) =>
      combinations.flatMap(({ rows }) => [...rows].map(([table, row]) => `${table} ${row}`)),
    ),
  )
  const tables = app.tables.map((table, index) => ({
    ...table,
    rows: table.rows.flatMap((row, position) =>
      Array.from({ length: visible.has(`${index} ${position}`) ? 1 : times }, () => row),
    ),
  }))
  return { ...app, tables }
}

/** What a principal is told of cubes over all measures; values by their text, in the order of texts. */
const answers = (app: OracleApp, { principal, measures, dimensions }: Scene): Promise<unknown> =>
  withReloadedApp(app, async (snapshot) => {
    const view = await openDataView(snapshot, { tenantId: 't', userId: 'u', ...principal })
    const told: unknown[] = []
    for (const fields of dimensions) {
      const known = fields.filter((field) => view.fields.has(field))
      const outcome = await evaluateHypercube(
        { view, selections: new Map() },
        {
          dimensions: known.map((definition) => ({ definition, sort: { byAscii: 1 } })),
          measures: [...measures.map(({ source }) => source), ...counts(app)].map((expression) => ({ expression })),
        },
      )
      if (!outcome.ok) {
        told.push(outcome.errors)
        continue
      }
      const { cube } = outcome
      const shown = (cell: Cell) => [cell.text, cell.num === null ? null : Number(cell.num.toPrecision(12))]
      told.push([cube.rowCount, (await cube.page(0, 10_000)).map((row) => row.map(shown)), cube.grandTotal.map(shown)])
    }
    return told
  })

/** Counts of keys and of nothing: which rows they are of must not hang on how many there are. */
const counts = (app: OracleApp): readonly string[] => [
  'Sum(1)',
  ...new Set(app.tables.flatMap(({ columns }) => columns.map(({ name }) => `Count([${name}])`))),
]

test('no answer tells how many rows there are that its reader may not see', { timeout: 1_200_000 }, () =>
  fc.assert(
    fc.asyncProperty(scene, async (made) => {
      const variants = [0, 1, 7].flatMap((times) => withHiddenRows(made.app, made.principal, times) ?? [])
      fc.pre(variants.length === 3)
      fc.pre(
        variants.some((app, index) =>
          app.tables.some(({ rows }, table) => rows.length !== variants[(index + 1) % 3]?.tables[table]?.rows.length),
        ),
      )
      const [without, once, often] = await Promise.all(variants.map((app) => answers(app, made)))
      expect(once).toEqual(without)
      expect(often).toEqual(without)
    }),
    { numRuns: Number(process.env.ORACLE_RUNS ?? 10), endOnFailure: true },
  ),
)

/** A shop in the north, and as many hidden rows elsewhere as told, with keys that repeat on both sides. */
const shops = (hidden: number) => `
  CREATE TABLE rates AS SELECT * FROM (VALUES ('n', 'North', 2)) t("Shop", "Region", "Rate")
    UNION ALL SELECT 's', 'South', i FROM range(${hidden}) r(i);
  CREATE TABLE sales AS SELECT * FROM (VALUES ('n', 10), ('n', 20)) t("Shop", "Amount")
    UNION ALL SELECT 's', i FROM range(${hidden}) r(i);
  CREATE TABLE SECTION_ACCESS AS SELECT 'anybody' AS "USERID", 'North' AS "REGION"`

test.each([0, 1, 2, 30_000])('%i hidden rows change no sum, no count and no bound', (hidden) =>
  withSnapshot(shops(hidden), async (snapshot) => {
    const context = await contextOf(snapshot)
    expect(await total(context, 'Sum(Amount * Rate)')).toBe(60)
    expect(await total(context, 'Count(Shop)')).toBe(1)
    expect(await total(context, 'Count(DISTINCT If(Rate > 1, Amount))')).toBe(2)
    expect(await rowsBy(context, ['Region'], 'Sum(Amount)', 'Sum(Amount * Rate)', 'Sum(1)', 'Avg(Rate)')).toEqual([
      ['North', 30, 60, 1, 2],
    ])
    expect(await rowsBy(context, ['Shop'], 'Max(Aggr(Sum(Amount * Rate), Region))')).toEqual([['n', 60]])
  }),
)
