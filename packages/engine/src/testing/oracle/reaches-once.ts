import { holds, type OracleApp, valueAt } from './oracle-app.js'

/** Whether no row of a table can meet two rows of the nearest table that holds the field: each key on the way is unique. */
export const reachesOnce = (app: OracleApp, from: number, field: string, visited: readonly number[] = []): boolean => {
  const start = app.tables[from]
  if (!start) return false
  if (holds(start, field)) return true
  return app.tables.some((table, index) => {
    if (index === from || visited.includes(index)) return false
    const keys = table.columns.map(({ name }) => name).filter((name) => holds(start, name))
    if (keys.length === 0 || !isUnique(app, index, keys)) return false
    return reachesOnce(app, index, field, [...visited, from])
  })
}

const isUnique = (app: OracleApp, index: number, keys: readonly string[]): boolean => {
  const table = app.tables[index]
  const texts = (table?.rows ?? [])
    .map((_, row) => keys.map((key) => (table ? valueAt(table, row, key) : null)))
    .filter((key) => !key.includes(null))
    .map((key) => JSON.stringify(key))
  return new Set(texts).size === texts.length
}
