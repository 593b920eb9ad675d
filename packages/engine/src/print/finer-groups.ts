import { typeOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { FinerGroups, Groups, OwnAggr } from '../plan/cube.js'
import { fieldsOfKey, type GroupKey } from '../plan/group-key.js'
import type { TableRows } from '../plan/row-source.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import { printAggrs } from './aggr-key.js'
import { aggregateValue } from './aggregate-columns.js'
import type { CubeFrame } from './cube-frame.js'
import { isPresent, keyNames, keyValues } from './key-columns.js'
import { aggrColumns, type PrintedRows, symbolJoins, symbolValue, unitsOfNumber } from './printed-rows.js'
import { printScalar, withoutLists } from './scalar.js'
import { firstPresent, tableAlias } from './table-alias.js'
import { printPart, rowsWithin } from './table-rows.js'
import { testJoins } from './test-joins.js'

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
  { groups: { keys }, rows: source, aggrs, own }: FinerGroups,
  printed: string,
  names: readonly string[],
): PrintedFinerGroups => {
  const { parts, homes } = source
  const [part] = parts
  const table = part?.combined[0]?.table
  const alias = table === undefined ? 'fg' : tableAlias(table)
  const columns = keys.flatMap(fieldsOfKey).map(({ id }, index) => `d${index} AS ${elementColumn(id)}`)
  const values = own.flatMap((joined, index) => ownColumns(frame, keys, joined, prefixOf(index)))
  const groups = part
    ? `(SELECT ${[...columns, ...names, ...values].join(', ') || '1'} FROM (${printed}))`
    : `(${printed})`
  const elementOf = (field: FieldModel) => firstPresent(homes.get(field.id) ?? [], elementColumn(field.id))
  const symbols = symbolJoins(elementOf)
  const joined = printAggrs(frame, aggrs)
  const tests = testJoins()
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
    isFilled: () => false,
    storedNumberOf: () => undefined,
    unitsOf: (field) => unitsOfNumber(field, rows.valueOf(field).number),
    textRankOf: (field) => symbols.column(field, 'text_rank'),
    valueOf: symbolValue(frame, symbols),
    aggrValue: (aggr) => {
      const index = own.findIndex((each) => each.aggr === aggr)
      return index < 0 ? joined.aggrValue(aggr) : aggrColumns(frame, aggr, alias, prefixOf(index))
    },
    listedValue: withoutLists.listed,
    isWithin: (scope) => rowsWithin(frame, source, scope, tests),
    place: () => {
      throw new Error('groups have no place among the rows of a table')
    },
    keyColumns: (key) => keyValues(frame, key, rows),
    fromSql: () => {
      const joins = joined.joins(rows)
      return [`FROM ${from()}`, ...symbols.sql(), ...joins, ...tests.sql()].join(' ')
    },
  }
  return { ...rows, part: (name) => `${alias}.${name}` }
}

/** Prints groups by fields in the place of the table that they are of, without their aggregates. */
export const printGroupsAsRows = (frame: CubeFrame, groups: Groups, rows: TableRows, printed: string): PrintedRows =>
  printFinerGroups(frame, { groups, rows, merged: [], ofValues: [], aggrs: [], own: [] }, printed, [])

const prefixOf = (index: number): string => `own${index}_`

/** The columns of an `Aggr` in groups that are its rows; those that lack a value of its dimensions have none. */
const ownColumns = (
  frame: CubeFrame,
  keys: readonly GroupKey[],
  { aggr, cube, first }: OwnAggr,
  prefix: string,
): readonly string[] => {
  const [measure] = cube.measures
  if (!measure) return []
  const value = printScalar(frame, measure, {
    ...withoutLists,
    field: inAggregatesOnly,
    aggr: inAggregatesOnly,
    interRecord: inAggregatesOnly,
    aggregate: (aggregate) => aggregateValue(frame, aggregate, first + cube.aggregates.indexOf(aggregate)),
  })
  const present = keys.map((key, position) => isPresent(keyNames(key, position))).join(' AND ')
  const column = (sql: string, name: string) => `CASE WHEN ${present} THEN ${sql} END AS ${prefix}${name}`
  const type = typeOf(aggr.expression)
  if (type === 'text') return [column(value.text, 'm0')]
  return [column(value.number, 'm0'), ...(type === 'dual' ? [column(value.text, 't0')] : [])]
}

const inAggregatesOnly = (): never => {
  throw new Error('an Aggr reads fields, other rows and further Aggrs inside aggregates only')
}
