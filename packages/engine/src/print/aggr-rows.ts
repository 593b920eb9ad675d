import type { FieldModel } from '../model/data-model.js'
import { fieldKey, type GroupKey, isKeyOf } from '../plan/group-key.js'
import type { AggrRows } from '../plan/row-source.js'
import type { CubeFrame } from './cube-frame.js'
import { allKeyNames, keyNames } from './key-columns.js'
import { aggrColumns, fieldValue, type PrintedRows, symbolJoins } from './printed-rows.js'
import { withoutLists } from './scalar.js'
import { printTableRows } from './table-rows.js'

/** Prints the rows of an `Aggr`: its cube, joined to the values of the keys around it that occur with its own. */
export const printAggrRows = (frame: CubeFrame, rows: AggrRows): PrintedRows => {
  const { aggr, others } = rows
  const cube = frame.printCube(rows.cube)
  const own = aggr.dimensions
  const elementOf = (field: FieldModel) => `ag.d${own.indexOf(field)}`
  const symbols = symbolJoins(elementOf)
  const on = own.map((_, index) => `ag.d${index} = lk.d${index}`)
  return {
    elementOf,
    storedNumberOf: () => undefined,
    valueOf: (field) =>
      fieldValue(frame, field, {
        number: () => symbols.column(field, 'num'),
        text: () => symbols.column(field, 'text'),
      }),
    aggrValue: () => aggrColumns(frame, aggr, 'ag'),
    listedValue: withoutLists.listed,
    // Element numbers follow the load order of values.
    place: () => 'ag.d0',
    keyColumns: (key) => {
      const position = own.findIndex((field) => isKeyOf(key, field))
      if (position >= 0) return [`ag.d${position}`]
      return keyNames(key, own.length + others.indexOf(key)).map((name) => `lk.${name}`)
    },
    fromSql: () =>
      `FROM (${cube}) AS ag JOIN (${associatedValues(frame, rows)}) AS lk ON ${on.join(' AND ')} ${symbols.sql().join(' ')}`,
  }
}

/** The combinations of values of the keys that occur together in the scope, each once. */
const associatedValues = (frame: CubeFrame, { aggr, others, associated, scope }: AggrRows): string => {
  const keys: readonly GroupKey[] = [...aggr.dimensions.map(fieldKey), ...others]
  const printed = associated.map(({ positions, rows: sources }) => {
    const names = positions.flatMap((position) => (keys[position] ? keyNames(keys[position], position) : []))
    const selects = sources.map((source) => {
      const rows = printTableRows(frame, source, scope)
      const values = positions.flatMap((position) => (keys[position] ? rows.keyColumns(keys[position]) : []))
      return `SELECT DISTINCT ${values.map((sql, index) => `${sql} AS ${names[index]}`).join(', ')} ${rows.fromSql()}`
    })
    return selects.join(' UNION ')
  })
  if (printed.length === 1) return printed[0] ?? ''
  const product = printed.map((sql, index) => `(${sql}) AS l${index}`)
  return `SELECT ${allKeyNames(keys).join(', ')} FROM ${product.join(' CROSS JOIN ')}`
}
