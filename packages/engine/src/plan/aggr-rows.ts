import { type Aggr, aggregatesOf } from '../expressions/typed-expression.js'
import type { JoinedTables } from '../model/joined-tables.js'
import { keyClusters } from './associated-keys.js'
import { canBridge } from './can-bridge.js'
import { carryingKeys } from './carried-keys.js'
import type { Cube } from './cube.js'
import { type Surroundings, scopeOf } from './cube-scopes.js'
import type { DataScope } from './data-scope.js'
import { aggrsOfKey, fieldsOfKey, type GroupKey, isSameKey } from './group-key.js'
import { withoutMet } from './met-rows.js'
import { rowsOfAggr } from './plan-windows.js'
import { type AggrRows, type AssociatedKeys, type JoinedAggr, tableRows } from './row-source.js'

/**
 * The cube of an `Aggr` is computed over its own set, else over what is selected; the set of the aggregation around it
 * decides which of its rows count.
 *
 * @param scope that of the aggregation
 * @param skips whether rows without a value leave the aggregation as it is
 */
export const aggrRows = (
  around: Surroundings,
  scope: DataScope,
  aggr: Aggr,
  keys: readonly GroupKey[],
  skips: boolean,
): AggrRows => {
  const { model } = around
  const others = keys.filter((key) => !aggr.dimensions.some((own) => isSameKey(key, own)))
  const together = [...aggr.dimensions, ...others]
  const associated = keyClusters(model, together).map(({ positions }): AssociatedKeys => {
    const keysTogether = positions.flatMap((position) => together[position] ?? [])
    const fieldsTogether = keysTogether.flatMap(fieldsOfKey)
    const aggrs = aggrsOfKeys(around, keysTogether)
    const holding = holdingTables(keysTogether)
    // Where an earlier table has all records that a later one has, the first of each is there.
    const tables = aggr.repeated ? [recordsOf(aggr)] : withoutMet(model, scope, holding).map((table) => [table])
    const bridged = aggr.repeated && canBridge(scope, keysTogether)
    return { positions, rows: tables.map((joined) => tableRows(model, joined, fieldsTogether, { aggrs, bridged })) }
  })
  const rows: AggrRows = {
    kind: 'aggr',
    aggr,
    cube: cubeOfAggr(around, aggr),
    carried: false,
    tells: [],
    others,
    associated,
    scope,
  }
  return carryingKeys(around, rows, skips) ?? rows
}

/** The tables of which each row that has a value of the first key is: those of its field, or of any that it is made of. */
const holdingTables = ([first]: readonly GroupKey[]): readonly number[] => [
  ...new Set(first ? fieldsOfKey(first).flatMap(({ tables }) => tables) : []),
]

/** The tables whose records its expression is computed from: those of its first aggregation, else that of its first field. */
const recordsOf = ({ expression, dimensions }: Aggr): JoinedTables =>
  aggregatesOf(expression)[0]?.grain[0] ?? dimensions.flatMap(fieldsOfKey)[0]?.tables.slice(0, 1) ?? []

const cubeOfAggr = (around: Surroundings, aggr: Aggr): Cube => {
  const { beside: _, ...alone } = around
  const inner = { ...alone, scope: scopeOf(around, aggr.set) }
  return inner.planMeasures(inner, aggr.dimensions, [aggr.expression], undefined, rowsOfAggr(around.model, aggr))
}

/** The `Aggr`s that calculated keys read; the set of an aggregation beside them does not reach into these. */
export const aggrsOfKeys = (around: Surroundings, keys: readonly GroupKey[]): readonly JoinedAggr[] =>
  [...new Set(keys.flatMap(aggrsOfKey))].map((aggr) => ({ aggr, cube: cubeOfAggr(around, aggr) }))
