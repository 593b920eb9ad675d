import type { DataModel, FieldModel } from '../model/data-model.js'
import type { DataScope } from '../plan/data-scope.js'
import { tableRows } from '../plan/row-source.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import { rowFrame } from './cube-frame.js'
import { elementFilter } from './element-filter.js'
import { printTableRows } from './table-rows.js'

/** Prints the element numbers of a field that occur in a scope, ascending, in one column. */
export const fieldValuesStatement = (model: DataModel, field: FieldModel, scope: DataScope): SelectStatement => {
  const frame = rowFrame(model)
  const branches = field.tables.map((table) => {
    const rows = printTableRows(frame, tableRows(model, [table], [field]), scope)
    return `SELECT DISTINCT ${rows.elementOf(field)} AS elem ${rows.fromSql()}`
  })
  const elem = frame.dialect.cast('elem', 'element')
  return frame.statement(
    `SELECT DISTINCT ${elem} AS elem FROM (${branches.join(' UNION ALL ')}) WHERE elem IS NOT NULL ORDER BY elem`,
  )
}

/** Prints the lowest and the highest number and the characters of the longest text of some values of a field. */
export const symbolFactsStatement = (
  model: DataModel,
  field: FieldModel,
  elements: readonly number[],
): SelectStatement => {
  const frame = rowFrame(model)
  const longest = frame.dialect.cast('coalesce(max(length(text)), 0)', 'element')
  return frame.statement(
    `SELECT min(num), max(num), ${longest} FROM ${symbolTable(field.id)} WHERE ${elementFilter(frame, 'elem', field, elements)}`,
  )
}
