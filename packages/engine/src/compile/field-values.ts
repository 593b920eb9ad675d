import type { DataModel, FieldModel } from '../model/data-model.js'
import type { SelectStatement } from '../snapshot/select-runner.js'
import type { DataScope } from './data-scope.js'
import { joinedRows } from './joined-rows.js'
import { rowFrame } from './query-frame.js'

/** Prints the element numbers of a field that occur in a scope, ascending, in one column. */
export const fieldValuesStatement = (model: DataModel, field: FieldModel, scope: DataScope): SelectStatement => {
  const frame = rowFrame(model, scope)
  const branches = field.tables.map((root) => {
    const rows = joinedRows(frame, root, [field])
    return `SELECT DISTINCT ${rows.elementOf(field)} AS elem ${rows.fromSql()}`
  })
  const sql = `SELECT DISTINCT CAST(elem AS INTEGER) AS elem FROM (${branches.join(' UNION ALL ')}) WHERE elem IS NOT NULL ORDER BY elem`
  return { sql, values: frame.values.values }
}
