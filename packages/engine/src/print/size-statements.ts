import type { DataModel } from '../model/data-model.js'
import type { Hop } from '../model/join-route.js'
import type { CubePart } from '../plan/cube.js'
import type { DataScope } from '../plan/data-scope.js'
import type { Bridge, RowPart, TableRows } from '../plan/row-source.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import { cubeFrame } from './cube.js'
import { printMerged } from './groups.js'
import { type PrintFrame, printFrame } from './print-frame.js'
import { rowCondition } from './row-condition.js'
import { tableAlias } from './table-alias.js'
import { printBridge, printPart } from './table-rows.js'

/** Prints how many groups a part of a cube has. */
export const groupCountStatement = (model: DataModel, { groups }: CubePart): SelectStatement => {
  const frame = printFrame(model)
  const printed = printMerged(cubeFrame(frame), groups)
  return frame.statement(`SELECT ${frame.dialect.cast('count(*)', 'number')} FROM (${printed})`)
}

/**
 * Prints how many rows joining makes, without making them: the rows of each table are counted by their keys first. Only
 * rows that a person may see take part, so nothing of others can be told from it.
 */
export const joinSizeStatement = (model: DataModel, { parts }: TableRows, scope: DataScope): SelectStatement => {
  const frame = printFrame(model)
  const counts = parts.map((part) => {
    const tables = [...part.combined, ...part.joins, ...part.bridges.flatMap(({ hops }) => hops.slice(0, 1))]
    const product = tables.map(({ table }) => `coalesce(${frame.dialect.cast(`${tableAlias(table)}.n`, 'number')}, 1)`)
    const joined = printPart(part, {
      table: (hop) => countedByKey(frame, scope, part, hop),
      bridge: (bridge) => countedBridge(frame, scope, bridge),
    })
    return `(SELECT sum(${product.join(' * ')}) FROM ${joined})`
  })
  return frame.statement(`SELECT coalesce(${counts.join(' * ')}, 0)`)
}

const countedByKey = (
  frame: PrintFrame,
  scope: DataScope,
  { combined, joins, bridges }: RowPart,
  { table }: Hop,
): string => {
  const links = [...combined, ...joins, ...bridges.flatMap(({ hops }) => hops)]
  const own = links.filter((hop) => hop.table === table || hop.keyTables.includes(table))
  const keys = [...new Set(own.flatMap(({ keyFields }) => keyFields))].map(elementColumn)
  const columns = keys.map((key) => `${tableAlias(table)}.${key}`)
  const condition = rowCondition(frame, scope, [table], new Set([table]))
  const grouped = columns.length === 0 ? '' : ` GROUP BY ${columns.join(', ')}`
  return `(SELECT ${[...columns, 'count(*) AS n'].join(', ')} FROM ${dataTable(table)} AS ${tableAlias(table)} WHERE ${condition}${grouped})`
}

const countedBridge = (frame: PrintFrame, scope: DataScope, bridge: Bridge) => {
  const { sql, restricted } = printBridge(frame, bridge, scope)
  const keys = (bridge.hops[0]?.keyFields ?? []).map(elementColumn).join(', ')
  return { sql: `(SELECT ${keys}, count(*) AS n FROM ${sql} GROUP BY ${keys})`, restricted }
}
