import type { DataModel, FieldModel } from '../model/data-model.js'
import type { DataScope } from '../plan/data-scope.js'
import { withoutMet } from '../plan/met-rows.js'
import type { FieldValues } from '../plan/question.js'
import { tableRows } from '../plan/row-source.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import { type CubeFrame, rowFrame } from './cube-frame.js'
import type { PrintedQuestion } from './printed-question.js'
import { tableAlias } from './table-alias.js'
import { printTableRows } from './table-rows.js'

/** Prints the element numbers of a field that occur in a scope, ascending, in one column; at most so many. */
export const fieldValuesStatement = (
  model: DataModel,
  field: FieldModel,
  scope: DataScope,
  most?: number,
): SelectStatement => {
  const frame = rowFrame(model)
  const values = fieldValuesSql(frame, field, scope)
  return frame.statement(`${values} ORDER BY elem${most === undefined ? '' : ` LIMIT ${Math.trunc(most)}`}`)
}

/** Prints the element numbers of a field that occur in a scope, in one column. */
export const fieldValuesSql = (frame: CubeFrame, field: FieldModel, scope: DataScope): string =>
  `SELECT ${frame.dialect.cast('elem', 'element')} AS elem FROM (${storedElementsSql(frame, field, scope)}) WHERE elem IS NOT NULL`

/** The same as they are stored, and the missing value where it occurs. */
export const storedElementsSql = (frame: CubeFrame, field: FieldModel, scope: DataScope): string => {
  const branches = withoutMet(frame.model, scope, field.tables).map((table) => {
    const rows = printTableRows(frame, tableRows(frame.model, [table], [field]), scope)
    return `SELECT DISTINCT ${rows.elementOf(field)} AS elem ${rows.fromSql()}`
  })
  return branches.length === 1 ? branches.join() : `SELECT DISTINCT elem FROM (${branches.join(' UNION ALL ')})`
}

/** Prints the same, ascending, as the answer to a question. */
export const printFieldValues = (frame: CubeFrame, { field, scope }: FieldValues): PrintedQuestion => ({
  sql: `SELECT elem AS c0 FROM (${fieldValuesSql(frame, field, scope)}) ORDER BY c0`,
  types: ['element'],
})

/**
 * Prints the element numbers of a field that occur in a scope, ascending, each with its place, from 0, in the order in which
 * the first of its rows in the scope was loaded: table by table, row by row. Values that were declared in an order have their
 * places in that one.
 */
export const loadedValuesStatement = (model: DataModel, field: FieldModel, scope: DataScope): SelectStatement => {
  const frame = rowFrame(model)
  const { cast, ordered, rowIdentity, window } = frame.dialect
  const branches = field.tables.map((table, position) => {
    const rows = printTableRows(frame, tableRows(model, [table], [field]), scope)
    const loaded = `min(${rowIdentity(tableAlias(table))})`
    return `SELECT ${rows.elementOf(field)} AS elem, ${position} AS position, ${loaded} AS loaded ${rows.fromSql()} GROUP BY 1`
  })
  const first = window('row_number()', { partition: ['elem'], order: ['position'] })
  const seen =
    branches.length === 1
      ? branches.join()
      : `SELECT * FROM (SELECT *, ${first} AS turn FROM (${branches.join(' UNION ALL ')})) WHERE turn = 1`
  const declared = field.declaredOrder ? [ordered('symbols.num', 1)] : []
  const place = window('row_number()', { partition: [], order: [...declared, 'position', 'loaded'] })
  return frame.statement(
    [
      `SELECT ${cast('seen.elem', 'element')} AS elem, ${cast(`${place} - 1`, 'element')} AS place FROM (${seen}) AS seen`,
      field.declaredOrder ? `JOIN ${symbolTable(field.id)} AS symbols ON symbols.elem = seen.elem` : '',
      'WHERE seen.elem IS NOT NULL ORDER BY seen.elem',
    ].join(' '),
  )
}

/**
 * Prints one row of facts about the values of a field that occur in a scope: their count, lowest and highest number,
 * characters of the longest text, whether all numbers are whole, and whether all texts are ASCII.
 */
export const fieldFactsStatement = (model: DataModel, field: FieldModel, scope: DataScope): SelectStatement => {
  const frame = rowFrame(model)
  const { cast } = frame.dialect
  const branches = field.tables.map((table) => {
    const rows = printTableRows(frame, tableRows(model, [table], [field]), scope)
    return `SELECT ${rows.elementOf(field)} AS elem ${rows.fromSql()}`
  })
  const columns = [
    cast('count(*)', 'element'),
    'min(num)',
    'max(num)',
    cast('coalesce(max(length(text)), 0)', 'element'),
    cast('coalesce(min(CASE WHEN num = trunc(num) THEN 1 ELSE 0 END), 0)', 'element'),
    cast(`coalesce(min(CASE WHEN length(text) = ${frame.dialect.byteLength('text')} THEN 1 ELSE 0 END), 1)`, 'element'),
  ]
  return frame.statement(
    `SELECT ${columns.join(', ')} FROM ${symbolTable(field.id)} WHERE elem IN (${branches.join(' UNION ALL ')})`,
  )
}
