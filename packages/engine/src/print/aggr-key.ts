import type { SqlValue } from '../expressions/functions/sql-value.js'
import { type Aggr, aggrsOf, byKind, type ExpressionTable, typeOf } from '../expressions/typed-expression.js'
import { type GroupKey, plainKey } from '../plan/group-key.js'
import type { JoinedAggr } from '../plan/row-source.js'
import type { CubeFrame } from './cube-frame.js'
import { isPresent, keyColumnsOf, keyValues, sameValue } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'
import { aggrColumns, type PrintedRows } from './printed-rows.js'

const readsAggrsOnly: ExpressionTable<boolean> = {
  number: () => true,
  text: () => true,
  field: () => false,
  call: (call) => call.arguments.every((argument) => byKind(argument, readsAggrsOnly)),
  aggregate: () => false,
  aggr: () => true,
  interRecord: () => false,
  listed: () => false,
}

/** The one `Aggr` that a calculated key is made of, where it reads nothing else. */
export const soleAggr = (of: GroupKey): Aggr | undefined => {
  const key = plainKey(of)
  if (key.kind === 'field' || !byKind(key.expression, readsAggrsOnly)) return undefined
  const [only, ...others] = new Set(aggrsOf(key.expression))
  return others.length === 0 ? only : undefined
}

/** The rows of an `Aggr` that are joined to others, with the keys that are made of it. */
export interface AggrTable {
  /** The columns of a key, computed once for each row of the `Aggr` rather than for each that it is joined to. */
  readonly keyColumns: (key: GroupKey, rows: PrintedRows) => readonly string[]
  /** Prints the table, after all keys have been asked for. */
  readonly sql: () => string
}

/**
 * @param cube the rows of the `Aggr`, printed; its first dimension is missing where a row is joined to none of them
 * @param alias what the table is called where it is joined
 */
export const aggrTable = (frame: PrintFrame, aggr: Aggr, cube: string, alias: string): AggrTable => {
  const within = 'kc'
  const computed: string[] = []
  const [first] = aggr.dimensions
  const joined = isPresent(first ? keyColumnsOf(alias, first, 0) : [])
  return {
    keyColumns: (key, rows) => {
      const without = keyValues(frame, key, { ...rows, aggrValue: () => missing(frame, aggr) })
      return keyValues(frame, key, { ...rows, aggrValue: () => aggrColumns(frame, aggr, within) }).map((sql, side) => {
        const name = `k${computed.length}`
        computed.push(`${sql} AS ${name}`)
        return `CASE WHEN ${joined} THEN ${alias}.${name} ELSE ${without[side]} END`
      })
    },
    sql: () =>
      computed.length === 0 ? `(${cube})` : `(SELECT ${within}.*, ${computed.join(', ')} FROM (${cube}) AS ${within})`,
  }
}

const missing = ({ dialect }: PrintFrame, { expression }: Aggr): SqlValue => {
  const type = typeOf(expression)
  const sides = { number: () => dialect.missing('number'), text: () => dialect.missing('text') }
  return type === 'text' ? dialect.value.text(sides.text) : dialect.value.both(type, sides)
}

/** The values of `Aggr`s that rows have by their own values of the dimensions. */
export interface PrintedAggrs {
  readonly aggrValue: (aggr: Aggr) => SqlValue
  readonly keyColumns: (key: GroupKey, rows: PrintedRows) => readonly string[]
  /** The joins, after all columns have been asked for; they may read symbols of the rows. */
  readonly joins: (rows: PrintedRows) => readonly string[]
}

export const printAggrs = (frame: CubeFrame, aggrs: readonly JoinedAggr[]): PrintedAggrs => {
  const aliasOf = (index: number) => `ka${index}`
  const tables = aggrs.map(({ aggr, cube }, index) => aggrTable(frame, aggr, frame.printCube(cube), aliasOf(index)))
  const indexOf = (aggr: Aggr | undefined) => aggrs.findIndex((joined) => joined.aggr === aggr)
  return {
    aggrValue: (aggr) => {
      const index = indexOf(aggr)
      if (index < 0) throw new Error('the rows have no such Aggr')
      return aggrColumns(frame, aggr, aliasOf(index))
    },
    keyColumns: (key, rows) => {
      const table = tables[indexOf(soleAggr(key))]
      return table ? table.keyColumns(key, rows) : keyValues(frame, key, rows)
    },
    joins: (rows) =>
      aggrs.map(({ aggr }, index) => {
        const on = aggr.dimensions.map((key, position) =>
          sameValue(frame, keyValues(frame, key, rows), keyColumnsOf(aliasOf(index), key, position)),
        )
        return `LEFT JOIN ${tables[index]?.sql()} AS ${aliasOf(index)} ON ${on.join(' AND ')}`
      }),
  }
}
