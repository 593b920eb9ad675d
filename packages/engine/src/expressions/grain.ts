import type { DataModel, FieldModel } from '../model/data-model.js'
import { type JoinedTables, joinedTables } from '../model/joined-tables.js'

/** An aggregation whose argument is resolved. */
export interface GrainQuestion {
  readonly distinct: boolean
  readonly fields: readonly FieldModel[]
  /** Whether the argument is nothing but one field. */
  readonly bareField: boolean
}

/**
 * Which rows an aggregation runs over: those of the tables that hold its fields, joined where they are several. Distinct
 * values of one field are gathered from all tables that hold it, whether their rows have partners or not. Without a field
 * there is none: the rows are then those of the cube.
 */
export const grainOf = (model: DataModel, { distinct, fields, bareField }: GrainQuestion): readonly JoinedTables[] => {
  const [first] = fields
  if (!first) return []
  return bareField && distinct ? first.tables.map((table) => [table]) : [joinedTables(model, fields)]
}
