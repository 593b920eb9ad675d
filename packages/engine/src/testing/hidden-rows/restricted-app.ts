import fc from 'fast-check'
import { fieldNames, holds, type OracleApp, type OracleTable, type OracleValue, valueAt } from '../oracle/oracle-app.js'
import type { OraclePrincipal, OracleView } from '../oracle/oracle-security.js'
import { oracleView } from '../oracle/oracle-security.js'
import { randomApp, randomValue } from '../oracle/random-app.js'

/** The person whose answers must not tell of what is hidden. */
export const viewer: OraclePrincipal = { subject: 'ann', groups: ['west'] }

/** An app that shows the viewer a part of its rows, and the same app with other rows outside that part. */
export interface RestrictedApp {
  readonly app: OracleApp
  readonly changed: OracleApp
}

const isReducible = (name: string): boolean => name === name.toUpperCase()

/** What the viewer may see: one to three alternatives over up to two fields; and what others may. */
const withAccess = (app: OracleApp): fc.Arbitrary<OracleApp> => {
  const fields = fieldNames(app)
  const columns = fields.filter(isReducible).slice(0, 2)
  // A blank cell restricts nothing.
  const texts = (field: string) =>
    app.tables.flatMap((table) => table.rows.map((_, row) => valueAt(table, row, field))).filter((text) => text)
  const cell = (field: string) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 4, arbitrary: fc.constantFrom(null, ...texts(field)) },
    )
  const omit = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.constantFrom(...fields))
  const rowOf = (who: string) =>
    fc
      .tuple(fc.tuple(...columns.map(cell)), omit)
      .map(([cells, omitted]) => ['USER', who, ...cells.map((text) => (text ? String(text) : null)), omitted])
  return fc.array(rowOf('ann'), { minLength: 1, maxLength: 3 }).map((rows) => ({
    ...app,
    sectionAccess: {
      columns: ['ACCESS', 'USERID', ...columns, 'OMIT'],
      rows: [...rows, ['ADMIN', 'eve', ...columns.map(() => null), null]],
    },
  }))
}

type Mark = number | null

/** What the viewer sees, by the marks of rows: rows of the same mark are the same row of two apps. */
const seen = (view: OracleView | null, marks: readonly (readonly Mark[])[]): string => {
  if (!view) return 'nothing'
  const combinations = view.universes.map(({ combinations }) =>
    combinations
      .map(({ rows }) =>
        JSON.stringify([...rows].sort().map(([table, row]) => [table, marks[table]?.[row] ?? 'hidden'])),
      )
      .sort(),
  )
  return JSON.stringify([view.fields, combinations])
}

/** Other rows to try at a place of a table, before the visible row of that index. */
interface Candidate {
  readonly table: number
  readonly place: number
  readonly cells: readonly OracleValue[]
}

const candidate = (app: OracleApp): fc.Arbitrary<Candidate> =>
  fc.nat(app.tables.length - 1).chain((index) => {
    const table = app.tables[index] as OracleTable
    // Keys of rows that are there already make duplicates.
    const value = (name: string, column: number) =>
      fc.oneof(
        { weight: 2, arbitrary: randomValue(name) },
        { weight: 3, arbitrary: fc.constantFrom(null, ...table.rows.map((row) => row[column] ?? null)) },
      )
    return fc.record({
      table: fc.constant(index),
      place: fc.nat(table.rows.length),
      cells: fc.tuple(...table.columns.map(({ name }, column) => value(name, column))),
    })
  })

/** Leaves out every row that the viewer does not see, then adds those candidates that the viewer does not see either. */
const changedApp = (app: OracleApp, candidates: readonly Candidate[], omitted: readonly OracleValue[]): OracleApp => {
  const view = oracleView(app, viewer)
  if (!view) return app
  const visible = app.tables.map(
    (_, table) =>
      new Set(view.universes.flatMap(({ combinations }) => combinations.flatMap(({ rows }) => rows.get(table) ?? []))),
  )
  const whole = app.tables.map((table, index) => table.rows.map((_, row) => (visible[index]?.has(row) ? row : null)))
  const wanted = seen(view, whole)
  const kept = app.tables.map(({ rows }, index) =>
    rows.flatMap((cells, mark) => (visible[index]?.has(mark) ? [{ mark: mark as Mark, cells }] : [])),
  )
  const appOf = (tables: typeof kept): OracleApp => ({
    ...app,
    tables: app.tables.map((table, index) => ({ ...table, rows: tables[index]?.map(({ cells }) => cells) ?? [] })),
  })
  let current = kept
  const isSame = (tables: typeof kept) =>
    seen(
      oracleView(appOf(tables), viewer),
      tables.map((rows) => rows.map(({ mark }) => mark)),
    ) === wanted
  if (!isSame(kept)) return app
  for (const { table, place, cells } of candidates) {
    const next = current.map((rows, index) =>
      index === table ? [...rows.slice(0, place), { mark: null, cells }, ...rows.slice(place)] : rows,
    )
    if (isSame(next)) current = next
  }
  return withOmittedValues(appOf(current), view, omitted)
}

/** Other values in fields that do not exist for the viewer, link no tables and restrict nobody. */
const withOmittedValues = (app: OracleApp, view: OracleView, values: readonly OracleValue[]): OracleApp => {
  const tablesWith = (field: string) => app.tables.filter((table) => holds(table, field)).length
  const free = (field: string) =>
    !view.fields.includes(field) && tablesWith(field) === 1 && !app.sectionAccess?.columns.includes(field)
  let next = 0
  const other = (value: OracleValue): OracleValue => {
    const replaced = values[next++ % Math.max(values.length, 1)] ?? null
    return typeof replaced === 'number' && typeof value === 'string' ? String(replaced) : replaced
  }
  return {
    ...app,
    tables: app.tables.map((table) => ({
      ...table,
      rows: table.rows.map((cells) =>
        cells.map((value, column) => (free(table.columns[column]?.name ?? '') ? other(value) : value)),
      ),
    })),
  }
}

/** Apps whose viewer sees some rows, with and without other rows that the viewer does not see. */
export const restrictedApp: fc.Arbitrary<RestrictedApp> = randomApp
  .filter(({ tables }) => tables.every(({ rows }) => rows.length > 2))
  .chain(withAccess)
  .filter((app) => oracleView(app, viewer) !== null)
  .chain((app) =>
    fc
      .tuple(fc.array(candidate(app), { maxLength: 16, size: 'max' }), fc.array(fc.integer({ max: 3, min: 0 })))
      .map(([candidates, omitted]) => ({ app, changed: changedApp(app, candidates, omitted) })),
  )
