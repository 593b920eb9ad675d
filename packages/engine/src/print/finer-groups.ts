import type { FieldModel } from '../model/data-model.js'
import type { FinerGroups } from '../plan/cube.js'
import { isKeyOf } from '../plan/group-key.js'
import { printAggrs } from './aggr-key.js'
import type { CubeFrame } from './cube-frame.js'
import { keyValues } from './key-columns.js'
import { type PrintedRows, symbolJoins, symbolValue } from './printed-rows.js'
import { withoutLists } from './scalar.js'

/** What finer groups are called where others are made of them. */
export const finer = 'fg'

/**
 * The rows that groups are made of, where these are finer groups: a row for each combination of values.
 *
 * @param groups the finer groups, printed
 */
export const printFinerGroups = (
  frame: CubeFrame,
  { groups: { keys }, aggrs }: FinerGroups,
  groups: string,
): PrintedRows => {
  const elementOf = (field: FieldModel) => `${finer}.d${keys.findIndex((key) => isKeyOf(key, field))}`
  const symbols = symbolJoins(elementOf)
  const joined = printAggrs(frame, aggrs)
  const printed: PrintedRows = {
    elementOf,
    storedNumberOf: () => undefined,
    textRankOf: (field) => symbols.column(field, 'text_rank'),
    valueOf: symbolValue(frame, symbols),
    aggrValue: joined.aggrValue,
    listedValue: withoutLists.listed,
    place: () => {
      throw new Error('groups have no place among the rows of a table')
    },
    keyColumns: (key) => keyValues(frame, key, printed),
    fromSql: () => {
      const joins = joined.joins(printed)
      return [`FROM (${groups}) AS ${finer}`, ...symbols.sql(), ...joins].join(' ')
    },
  }
  return printed
}
