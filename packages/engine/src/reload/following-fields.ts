import type { DuckDBConnection } from '@duckdb/node-api'
import type { FieldModel, TableModel } from '../model/data-model.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'

/** Rows that are looked at before a field is tested on all of them: most pairs of fields are told apart by a few. */
const sampledRows = 2_000

/** Rows for each value that a field has at least, where it is asked whether others follow from it. */
const rowsOfValue = 4

/**
 * Measures which fields of a table follow from which others: all rows that agree in the first agree in the second, those
 * without a value of the first, too.
 */
export const measureFollowing = async (
  connection: DuckDBConnection,
  { id, rowCount, fields: ids }: TableModel,
  fields: readonly FieldModel[],
): Promise<readonly (readonly [number, number])[]> => {
  const own = ids.flatMap((field) => fields[field] ?? [])
  if (rowCount === 0 || own.length < 2) return []
  const sample = await sampled(connection, id, rowCount, own)
  const following: (readonly [number, number])[] = []
  for (const [position, field] of own.entries()) {
    if ((field.symbolCount + 1) * rowsOfValue > rowCount) continue
    const others = own.filter(
      (_, place) => place !== position && followsIn(sample[position] ?? [], sample[place] ?? []),
    )
    const found = others.length === 0 ? [] : await followingOf(connection, id, field, others)
    following.push(...found.map((other) => [field.id, other.id] as const))
  }
  return following
}

/** The element numbers of rows all over a table, field by field. */
const sampled = async (
  connection: DuckDBConnection,
  table: number,
  rowCount: number,
  fields: readonly FieldModel[],
): Promise<readonly (readonly unknown[])[]> => {
  const step = Math.ceil(rowCount / sampledRows)
  const columns = fields.map(({ id }) => elementColumn(id)).join(', ')
  const reader = await connection.runAndReadAll(`SELECT ${columns} FROM ${dataTable(table)} WHERE rowid % ${step} = 0`)
  return reader.getColumns()
}

const followsIn = (values: readonly unknown[], others: readonly unknown[]): boolean => {
  const seen = new Map<unknown, unknown>()
  return values.every((value, row) => {
    if (seen.has(value)) return seen.get(value) === others[row]
    seen.set(value, others[row])
    return true
  })
}

const followingOf = async (
  connection: DuckDBConnection,
  table: number,
  field: FieldModel,
  others: readonly FieldModel[],
): Promise<readonly FieldModel[]> => {
  const isSame = others.map(({ id }) => {
    const column = elementColumn(id)
    return `count(${column}) = 0 OR (count(${column}) = count(*) AND min(${column}) = max(${column}))`
  })
  const reader = await connection.runAndReadAll(
    `SELECT ${others.map((_, index) => `bool_and(same${index})`).join(', ')}
     FROM (SELECT ${isSame.map((same, index) => `${same} AS same${index}`).join(', ')}
           FROM ${dataTable(table)} GROUP BY ${elementColumn(field.id)})`,
  )
  return others.filter((_, index) => reader.value(index, 0) === true)
}
