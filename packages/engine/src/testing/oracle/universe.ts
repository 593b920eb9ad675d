import { fieldNames, holds, type OracleApp, type OracleValue, valueAt } from './oracle-app.js'

/** One combination of associated rows: at most one row of each table, and the value of each field in it. */
export interface Combination {
  /** Table index -> row index. */
  readonly rows: ReadonlyMap<number, number>
  readonly values: ReadonlyMap<string, OracleValue>
}

/** The tables that are associated with each other, and all combinations of their rows. */
export interface Universe {
  readonly tables: readonly number[]
  readonly combinations: readonly Combination[]
}

/**
 * Joins the tables of an app as associations demand: rows with equal values in all shared fields belong together, rows
 * without a partner stand alone, a missing value belongs to nothing. One universe for each group of associated tables.
 */
export const universesOf = (app: OracleApp): readonly Universe[] => {
  const left = app.tables.map((_, index) => index)
  const universes: Universe[] = []
  while (left.length > 0) {
    const tables = [left.shift() as number]
    let combinations = app.tables[tables[0] as number]?.rows.map((_, row) => alone(app, tables[0] as number, row)) ?? []
    for (;;) {
      const next = left.findIndex((table) => tables.some((other) => sharedFields(app, table, other).length > 0))
      if (next < 0) break
      const [table] = left.splice(next, 1) as [number]
      combinations = outerJoin(app, combinations, tables, table)
      tables.push(table)
    }
    universes.push({ tables, combinations })
  }
  return universes
}

const sharedFields = (app: OracleApp, a: number, b: number): readonly string[] =>
  fieldNames(app).filter((field) => {
    const [first, second] = [app.tables[a], app.tables[b]]
    return first && second && holds(first, field) && holds(second, field)
  })

const alone = (app: OracleApp, index: number, row: number): Combination => {
  const table = app.tables[index]
  const values = new Map(table?.columns.map((column) => [column.name, valueAt(table, row, column.name)] as const))
  return { rows: new Map([[index, row]]), values }
}

const outerJoin = (
  app: OracleApp,
  combinations: readonly Combination[],
  joined: readonly number[],
  table: number,
): Combination[] => {
  const keys = [...new Set(joined.flatMap((other) => sharedFields(app, other, table)))]
  const rows = app.tables[table]?.rows.map((_, row) => alone(app, table, row)) ?? []
  const belong = (a: Combination, b: Combination) =>
    keys.every((key) => (a.values.get(key) ?? null) !== null && a.values.get(key) === b.values.get(key))
  const result: Combination[] = []
  for (const combination of combinations) {
    const partners = rows.filter((row) => belong(combination, row))
    if (partners.length === 0) result.push(combination)
    for (const partner of partners) {
      result.push({
        rows: new Map([...combination.rows, ...partner.rows]),
        values: new Map([...combination.values, ...partner.values]),
      })
    }
  }
  for (const row of rows) if (!combinations.some((combination) => belong(combination, row))) result.push(row)
  return result
}
