import type { FieldModel } from '../model/data-model.js'
import { type GroupKey, isKeyOf, isSameKey } from '../plan/group-key.js'
import { type AggrRows, type AssociatedKeys, isOfOneTable } from '../plan/row-source.js'
import type { CubeFrame } from './cube-frame.js'
import { allKeyNames, isFirst, isPresent, keyColumnsOf, keyNames, sameValue } from './key-columns.js'
import { aggrColumns, type PrintedRows, symbolJoins, symbolValue, withoutScopes } from './printed-rows.js'
import { withoutLists } from './scalar.js'
import { tableAlias } from './table-alias.js'
import { printTableRows, rowIdentity } from './table-rows.js'

/** Prints the rows of an `Aggr`: its cube, joined to the values of the keys around it that occur with its own. */
export const printAggrRows = (frame: CubeFrame, rows: AggrRows): PrintedRows => {
  const { aggr, others } = rows
  const cube = frame.printCube(rows.cube)
  const own = aggr.dimensions
  const elementOf = (field: FieldModel) => `ag.d${own.findIndex((key) => isKeyOf(key, field))}`
  const symbols = symbolJoins(elementOf)
  const from = (): string => {
    if (rows.carried) return `FROM (${cube}) AS ag`
    const on = own.map((key, index) => sameValue(frame, keyColumnsOf('lk', key, index), keyColumnsOf('ag', key, index)))
    return `FROM (${cube}) AS ag JOIN (${associatedValues(frame, rows)}) AS lk ON ${on.join(' AND ')}`
  }
  // Of values that are joined, none is missing.
  const present = own.map((key, index) => isPresent(keyColumnsOf('ag', key, index))).join(' AND ')
  const counted = rows.cube.parts.some(({ groups }) => groups.apart) ? `ag.${isFirst} AND ${present}` : present
  const isTelling = rows.tells.length > 0
  return {
    ...(isTelling ? { counted } : {}),
    elementOf,
    storedNumberOf: () => undefined,
    unitsOf: () => undefined,
    textRankOf: (field) => symbols.column(field, 'text_rank'),
    valueOf: symbolValue(frame, symbols),
    aggrValue: () => aggrColumns(frame, aggr, 'ag'),
    listedValue: withoutLists.listed,
    // Element numbers follow the load order of values.
    ...withoutScopes,
    place: () => 'ag.d0',
    keyColumns: (key) => {
      const position = own.findIndex((each) => isSameKey(each, key))
      if (position >= 0) return keyColumnsOf('ag', key, position)
      return keyNames(key, own.length + others.indexOf(key)).map((name) => `${rows.carried ? 'ag' : 'lk'}.${name}`)
    },
    fromSql: () => [from(), ...symbols.sql(), rows.carried && !isTelling ? `WHERE ${counted}` : ''].join(' '),
  }
}

/**
 * The combinations of values of the keys that occur together in the scope. Each row of the `Aggr` is at the first record
 * that has its own values; with `NODISTINCT`, at each.
 */
const associatedValues = (frame: CubeFrame, rows: AggrRows): string => {
  const keys: readonly GroupKey[] = [...rows.aggr.dimensions, ...rows.others]
  const printed = rows.associated.map((cluster) => printCluster(frame, rows, keys, cluster))
  if (printed.length === 1) return printed[0] ?? ''
  const product = printed.map((sql, index) => `(${sql}) AS l${index}`)
  return `SELECT ${allKeyNames(keys).join(', ')} FROM ${product.join(' CROSS JOIN ')}`
}

const printCluster = (
  frame: CubeFrame,
  { aggr, scope }: AggrRows,
  keys: readonly GroupKey[],
  { positions, rows: sources }: AssociatedKeys,
): string => {
  const namesAt = (some: readonly number[]) =>
    some.flatMap((position) => (keys[position] ? keyNames(keys[position], position) : []))
  const own = namesAt(positions.filter((position) => position < aggr.dimensions.length))
  const others = namesAt(positions.filter((position) => position >= aggr.dimensions.length))
  const once = !aggr.repeated && own.length > 0 && others.length > 0
  const names = namesAt(positions)
  const selects = sources.map((source, place) => {
    const printed = printTableRows(frame, source, scope)
    const values = positions.flatMap((position) => (keys[position] ? printed.keyColumns(keys[position]) : []))
    const columns = values.map((sql, index) => `${sql} AS ${names[index]}`)
    const loaded = () =>
      isOfOneTable(source)
        ? [printed.place()]
        : source.parts
            .flatMap(({ combined, joins }) => [...combined, ...joins])
            .map(({ table }) => frame.dialect.rowIdentity(tableAlias(table)))
    if (once) columns.push(`${frame.dialect.position([String(place), ...loaded()])} AS loaded`)
    // A record is there once for the same values, however many rows of other tables tell these.
    const records = aggr.repeated && source.multiplied ? rowIdentity(frame, source) : []
    const distinct = records.length > 0 || !(aggr.repeated || once) ? 'DISTINCT ' : ''
    const identity = records.map((sql, index) => `${sql} AS record${index}`)
    return `SELECT ${distinct}${[...columns, ...identity].join(', ')} ${printed.fromSql()}`
  })
  if (!once) return selects.join(aggr.repeated ? ' UNION ALL ' : ' UNION ')
  const first = `SELECT ${own.join(', ')}, ${frame.dialect.first(others, 'loaded')} AS lf FROM (${selects.join(' UNION ALL ')}) GROUP BY ${own.join(', ')}`
  return `SELECT ${[...own, ...others.map((name) => `${frame.dialect.member('lf', name)} AS ${name}`)].join(', ')} FROM (${first})`
}
