import type { FieldModel } from '../model/data-model.js'
import type { DataScope } from '../plan/data-scope.js'
import type { TableRows } from '../plan/row-source.js'
import { dataTable, elementColumn, numberColumn } from '../snapshot/snapshot-schema.js'
import { keyValues } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'
import { fieldValue, type PrintedRows, symbolJoins } from './printed-rows.js'
import { rowCondition } from './row-condition.js'
import { tableAlias } from './table-alias.js'

/** Prints the rows of a table that belong to a scope, with the tables joined to it. */
export const printTableRows = (
  frame: PrintFrame,
  { table, joins, homes }: TableRows,
  scope: DataScope,
): PrintedRows => {
  const homeOf = (field: FieldModel): string => {
    const home = homes.get(field.id)
    if (home === undefined) throw new Error(`field ${field.id} is not among the columns of the rows`)
    return tableAlias(home)
  }
  const elementOf = (field: FieldModel) => `${homeOf(field)}.${elementColumn(field.id)}`
  const numberOf = (field: FieldModel) => `${homeOf(field)}.${numberColumn(field.id)}`
  const symbols = symbolJoins(elementOf)
  const tables = joins.map(({ table: joined, parent, keyFields }) => {
    const on = keyFields.map((key) => {
      const column = elementColumn(key)
      return `${tableAlias(parent ?? table)}.${column} = ${tableAlias(joined)}.${column}`
    })
    return `LEFT JOIN ${dataTable(joined)} AS ${tableAlias(joined)} ON ${on.join(' AND ')}`
  })
  const condition = rowCondition(frame, scope, table, new Set([table, ...joins.map((hop) => hop.table)]))
  const printed: PrintedRows = {
    elementOf,
    storedNumberOf: (field) => (field.numberType === null ? undefined : numberOf(field)),
    valueOf: (field) =>
      fieldValue(frame, field, {
        number: () => frame.dialect.cast(numberOf(field), 'number'),
        text: () => symbols.column(field, 'text'),
      }),
    aggrValue: () => {
      throw new Error('the rows of a table are not those of an Aggr')
    },
    keyColumns: (key) => keyValues(frame, key, printed),
    fromSql: () =>
      [`FROM ${dataTable(table)} AS ${tableAlias(table)}`, ...tables, ...symbols.sql(), `WHERE ${condition}`].join(' '),
  }
  return printed
}
