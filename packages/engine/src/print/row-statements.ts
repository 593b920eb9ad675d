import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Page } from '../plan/cube-plan.js'
import type { DataScope } from '../plan/data-scope.js'
import { tableRows } from '../plan/row-source.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { rowFrame } from './cube-frame.js'
import { printTableRows } from './table-rows.js'

/** Prints how many rows of a table are in a scope. */
export const rowCountStatement = (model: DataModel, table: number, scope: DataScope): SelectStatement => {
  const frame = rowFrame(model)
  const rows = printTableRows(frame, tableRows(model, [table], []), scope)
  return frame.statement(`SELECT ${frame.dialect.cast('count(*)', 'number')} ${rows.fromSql()}`)
}

/** Prints the element numbers of fields in the rows of a table that are in a scope, in the order in which they were loaded. */
export const rowPageStatement = (
  model: DataModel,
  table: number,
  fields: readonly FieldModel[],
  scope: DataScope,
  page: Page,
): SelectStatement => {
  const frame = rowFrame(model)
  const rows = printTableRows(frame, tableRows(model, [table], fields), scope)
  const columns = fields.map((field) => frame.dialect.cast(rows.elementOf(field), 'element'))
  const limits = frame.dialect.page(frame.bind(page.limit, 'count'), frame.bind(page.offset, 'count'))
  return frame.statement(`SELECT ${columns.join(', ')} ${rows.fromSql()} ORDER BY ${rows.place()} ${limits}`)
}

/** Prints one row where a scope has any of a table. */
export const anyRowStatement = (model: DataModel, table: number, scope: DataScope): SelectStatement => {
  const frame = rowFrame(model)
  const rows = printTableRows(frame, tableRows(model, [table], []), scope)
  const page = frame.dialect.page(frame.bind(1, 'count'), frame.bind(0, 'count'))
  return frame.statement(`SELECT ${frame.dialect.cast('1', 'element')} ${rows.fromSql()} ${page}`)
}
