import type { FieldModel } from '../model/data-model.js'
import type { Hop } from '../model/join-route.js'
import type { DataScope } from '../plan/data-scope.js'
import type { RowPart, TableRows } from '../plan/row-source.js'
import { dataTable, elementColumn, numberColumn } from '../snapshot/snapshot-schema.js'
import type { CubeFrame } from './cube-frame.js'
import { keyValues } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'
import { aggrColumns, fieldValue, type PrintedRows, symbolJoins } from './printed-rows.js'
import { rowCondition } from './row-condition.js'
import { firstPresent, tableAlias } from './table-alias.js'

/** Prints the rows of tables that belong to a scope, with the tables joined to them. */
export const printTableRows = (frame: CubeFrame, { parts, homes, aggrs }: TableRows, scope: DataScope): PrintedRows => {
  const columnOf = (field: FieldModel, column: string): string => {
    const tables = homes.get(field.id)
    if (!tables) throw new Error(`field ${field.id} is not among the columns of the rows`)
    return firstPresent(tables, column)
  }
  const elementOf = (field: FieldModel) => columnOf(field, elementColumn(field.id))
  const numberOf = (field: FieldModel) => columnOf(field, numberColumn(field.id))
  const symbols = symbolJoins(elementOf)
  const aggrAlias = (index: number) => `ka${index}`
  const aggrTables = aggrs.map(({ aggr, cube }, index) => {
    const on = aggr.dimensions.map((field, position) => `${aggrAlias(index)}.d${position} = ${elementOf(field)}`)
    return `LEFT JOIN (${frame.printCube(cube)}) AS ${aggrAlias(index)} ON ${on.join(' AND ')}`
  })
  const conditions = parts.map(
    ({ combined, joins }) =>
      `(${rowCondition(
        frame,
        scope,
        combined.map(({ table }) => table),
        new Set([...combined, ...joins].map(({ table }) => table)),
      )})`,
  )
  const printed: PrintedRows = {
    elementOf,
    storedNumberOf: (field) => (field.numberType === null ? undefined : numberOf(field)),
    valueOf: (field) =>
      fieldValue(frame, field, {
        number: () => frame.dialect.cast(numberOf(field), 'number'),
        text: () => symbols.column(field, 'text'),
      }),
    aggrValue: (aggr) => {
      const index = aggrs.findIndex((joined) => joined.aggr === aggr)
      if (index < 0) throw new Error('the rows have no such Aggr')
      return aggrColumns(frame, aggr, aggrAlias(index))
    },
    keyColumns: (key) => keyValues(frame, key, printed),
    fromSql: () =>
      parts.length === 0
        ? ''
        : `FROM ${parts.map((part) => printPart(part)).join(' CROSS JOIN ')} ${[...aggrTables, ...symbols.sql()].join(' ')} WHERE ${conditions.join(' AND ')}`,
  }
  return printed
}

/** The columns that tell the rows apart that are counted. */
export const rowIdentity = ({ dialect }: PrintFrame, { parts }: TableRows): readonly string[] =>
  parts
    .flatMap(({ combined, counted }) => (counted ? combined : []))
    .map(({ table }) => dialect.rowIdentity(tableAlias(table)))

/**
 * Prints joined tables. Rows of combined ones stay without a partner on either side, those of the others only with one.
 *
 * @param source what is read in the place of a table; by default the table
 */
export const printPart = (
  { combined, joins }: RowPart,
  source: (hop: Hop) => string = ({ table }) => dataTable(table),
): string => {
  const [first, ...others] = combined
  if (!first) throw new Error('rows without a table')
  const joined = (kind: string, hop: Hop): string => {
    const { table, keyTables, keyFields } = hop
    const on = keyFields.map((key) => {
      const column = elementColumn(key)
      return `${firstPresent(keyTables, column)} = ${tableAlias(table)}.${column}`
    })
    return `${kind} ${source(hop)} AS ${tableAlias(table)} ON ${on.join(' AND ')}`
  }
  const tables = [
    `${source(first)} AS ${tableAlias(first.table)}`,
    ...others.map((hop) => joined('FULL JOIN', hop)),
    ...joins.map((hop) => joined('LEFT JOIN', hop)),
  ]
  return tables.length === 1 ? (tables[0] ?? '') : `(${tables.join(' ')})`
}
