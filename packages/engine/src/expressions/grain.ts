import type { DataModel, FieldModel } from '../model/data-model.js'
import { nearestTable, routeFrom } from '../model/join-route.js'

/** An aggregation whose argument is resolved. */
export interface GrainQuestion {
  readonly distinct: boolean
  readonly fields: readonly FieldModel[]
  /** Whether the argument is nothing but one field. */
  readonly bareField: boolean
}

/**
 * Which table's rows an aggregation runs over: a table that holds one of its fields and from which every other field is
 * reached without meeting more than one row. Fields that are no keys decide, as they are in one table only. Among keys,
 * a table that holds all of them comes first, then the one with most rows, then the first loaded.
 *
 * @returns `undefined` where no table qualifies
 */
export const grainOf = (model: DataModel, question: GrainQuestion): readonly number[] | undefined => {
  const { fields } = question
  const [first] = fields
  if (first && question.bareField && question.distinct) return first.tables
  const ownFields = fields.filter((field) => field.tables.length === 1)
  const deciding = ownFields.length > 0 ? ownFields : fields
  const candidates = [...new Set(deciding.flatMap((field) => field.tables))].filter((table) =>
    reachesSingly(model, table, fields),
  )
  const missing = (table: number) => fields.filter((field) => !field.tables.includes(table)).length
  const rows = (table: number) => model.tables[table]?.rowCount ?? 0
  const [best] = candidates.sort((a, b) => Math.sign(missing(a)) - Math.sign(missing(b)) || rows(b) - rows(a) || a - b)
  return best === undefined ? undefined : [best]
}

const reachesSingly = (model: DataModel, table: number, fields: readonly FieldModel[]): boolean => {
  const route = routeFrom(model, table)
  return fields.every((field) => nearestTable(model, route, field.id)?.single ?? false)
}
