import type { FieldModel } from '../model/data-model.js'
import type { FinerGroups } from '../plan/cube.js'
import { fieldsOfKey } from '../plan/group-key.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import { printAggrs } from './aggr-key.js'
import type { CubeFrame } from './cube-frame.js'
import { keyValues } from './key-columns.js'
import { type PrintedRows, symbolJoins, symbolValue } from './printed-rows.js'
import { withoutLists } from './scalar.js'
import { firstPresent, tableAlias } from './table-alias.js'
import { printPart } from './table-rows.js'

/** The rows that groups are made of, where these are finer groups. */
export interface PrintedFinerGroups extends PrintedRows {
  /** A column of an aggregate of the finer groups. */
  readonly part: (name: string) => string
}

/**
 * Prints a row for each combination of values, in the place of the table of which the finer groups are.
 *
 * @param printed the finer groups
 * @param names the columns of their aggregates
 */
export const printFinerGroups = (
  frame: CubeFrame,
  { groups: { keys }, rows: { parts, homes }, aggrs }: FinerGroups,
  printed: string,
  names: readonly string[],
): PrintedFinerGroups => {
  const [part] = parts
  const table = part?.combined[0]?.table
  const alias = table === undefined ? 'fg' : tableAlias(table)
  const columns = keys.flatMap(fieldsOfKey).map(({ id }, index) => `d${index} AS ${elementColumn(id)}`)
  const groups = part ? `(SELECT ${[...columns, ...names].join(', ') || '1'} FROM (${printed}))` : `(${printed})`
  const elementOf = (field: FieldModel) => firstPresent(homes.get(field.id) ?? [], elementColumn(field.id))
  const symbols = symbolJoins(elementOf)
  const joined = printAggrs(frame, aggrs)
  const from = () =>
    part
      ? printPart(part, {
          table: (hop) => (hop.table === table ? groups : dataTable(hop.table)),
          bridge: () => {
            throw new Error('each finer group has the values of one row of each joined table')
          },
        })
      : `${groups} AS ${alias}`
  const rows: PrintedRows = {
    elementOf,
    storedNumberOf: () => undefined,
    textRankOf: (field) => symbols.column(field, 'text_rank'),
    valueOf: symbolValue(frame, symbols),
    aggrValue: joined.aggrValue,
    listedValue: withoutLists.listed,
    place: () => {
      throw new Error('groups have no place among the rows of a table')
    },
    keyColumns: (key) => keyValues(frame, key, rows),
    fromSql: () => {
      const joins = joined.joins(rows)
      return [`FROM ${from()}`, ...symbols.sql(), ...joins].join(' ')
    },
  }
  return { ...rows, part: (name) => `${alias}.${name}` }
}
