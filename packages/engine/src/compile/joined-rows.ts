import { type SqlValue, textValue, typedValue } from '../expressions/functions/sql-value.js'
import { typeOf } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { type JoinRoute, nearestTable, routeFrom, spanningTables } from '../model/join-route.js'
import { dataTable, elementColumn, numberColumn, symbolTable } from '../snapshot/snapshot-schema.js'
import type { QueryFrame } from './query-frame.js'
import { rowCondition } from './row-condition.js'
import { tableAlias } from './table-alias.js'

/** The rows of one table, each with the rows of other tables that are associated with it. */
export interface JoinedRows {
  readonly root: number
  /** SQL of the row's identity in the root table. */
  readonly rowId: string
  /** Whether a row of the root can occur more than once. */
  readonly multiplied: boolean
  readonly elementOf: (field: FieldModel) => string
  readonly numberOf: (field: FieldModel) => string
  /** A field's value; its text, where it is asked for, joins the symbol table. */
  readonly valueOf: (field: FieldModel) => SqlValue
  /** Prints `FROM ... WHERE ...`, after all columns have been asked for. */
  readonly fromSql: () => string
}

/**
 * Joins the tables of the given fields to a root table, within the scope of a statement. Rows without a partner stay, with NULLs: a
 * missing association is a missing value.
 */
export const joinedRows = (frame: QueryFrame, root: number, fields: readonly FieldModel[]): JoinedRows => {
  const { model } = frame
  const route = routeFrom(model, root)
  const homeOf = (field: FieldModel) => tableAlias(homeTable(model, route, field))
  const hops = spanningTables(route, [root, ...fields.map((field) => homeTable(model, route, field))])
  const joins = hops.flatMap((hop) => {
    if (hop.parent === null) return []
    const parent = hop.parent
    const on = hop.keyFields.map((key) => {
      const column = elementColumn(key)
      return `${tableAlias(parent)}.${column} = ${tableAlias(hop.table)}.${column}`
    })
    return [`LEFT JOIN ${dataTable(hop.table)} AS ${tableAlias(hop.table)} ON ${on.join(' AND ')}`]
  })
  const elementOf = (field: FieldModel) => `${homeOf(field)}.${elementColumn(field.id)}`
  const numberOf = (field: FieldModel) => `${homeOf(field)}.${numberColumn(field.id)}`
  const labels = new Map<number, string>()
  const textOf = (field: FieldModel) => {
    const label = `v${field.id}`
    labels.set(field.id, `LEFT JOIN ${symbolTable(field.id)} AS ${label} ON ${label}.elem = ${elementOf(field)}`)
    return `${label}.text`
  }
  const joined = new Set(hops.map((hop) => hop.table))
  const condition = rowCondition(frame, root, joined)
  return {
    root,
    rowId: `${tableAlias(root)}.rowid`,
    multiplied: hops.some((hop) => !hop.single),
    elementOf,
    numberOf,
    valueOf: (field) => {
      const type = typeOf({ kind: 'field', field })
      if (type === 'text') return textValue(() => textOf(field))
      return typedValue(type, { number: () => `CAST(${numberOf(field)} AS DOUBLE)`, text: () => textOf(field) })
    },
    fromSql: () =>
      [`FROM ${dataTable(root)} AS ${tableAlias(root)}`, ...joins, ...labels.values(), `WHERE ${condition}`].join(' '),
  }
}

const homeTable = (model: DataModel, route: JoinRoute, field: FieldModel): number => {
  const hop = nearestTable(model, route, field.id)
  if (hop) return hop.table
  throw new Error(`field ${field.id} is not associated with the root table`)
}
