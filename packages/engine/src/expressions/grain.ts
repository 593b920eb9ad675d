import type { DataModel, FieldModel } from '../model/data-model.js'
import { nearestTable, routeFrom } from '../model/join-route.js'
import type { AggregateFunction } from './typed-expression.js'

/** An aggregation whose argument is resolved. */
export interface GrainQuestion {
  readonly function: AggregateFunction
  readonly distinct: boolean
  readonly fields: readonly FieldModel[]
  /** Whether the argument is nothing but one field. */
  readonly bareField: boolean
}

/**
 * Which table's rows an aggregation runs over: a table that holds one of its fields and from which every other field is
 * reached without meeting more than one row. Where several qualify (keys), the one with most rows, then the first loaded.
 *
 * @returns `undefined` where no table qualifies
 */
export const grainOf = (model: DataModel, question: GrainQuestion): readonly number[] | undefined => {
  const [first] = question.fields
  if (first && question.bareField && question.distinct) return first.tables
  const candidates = [...new Set(question.fields.flatMap((field) => field.tables))].filter((table) =>
    reachesSingly(model, table, question.fields),
  )
  const rows = (table: number) => model.tables[table]?.rowCount ?? 0
  const [best] = candidates.sort((a, b) => rows(b) - rows(a) || a - b)
  return best === undefined ? undefined : [best]
}

const reachesSingly = (model: DataModel, table: number, fields: readonly FieldModel[]): boolean => {
  const route = routeFrom(model, table)
  return fields.every((field) => nearestTable(model, route, field.id)?.single ?? false)
}
