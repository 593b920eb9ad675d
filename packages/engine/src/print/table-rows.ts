import type { FieldModel } from '../model/data-model.js'
import type { Hop } from '../model/join-route.js'
import type { DataScope } from '../plan/data-scope.js'
import type { GroupKey } from '../plan/group-key.js'
import type { Bridge, RowPart, TableRows } from '../plan/row-source.js'
import { dataTable, elementColumn, numberColumn, unitColumn } from '../snapshot/snapshot-schema.js'
import { printAggrs } from './aggr-key.js'
import type { CubeFrame } from './cube-frame.js'
import { keyValues } from './key-columns.js'
import type { PrintedShare, PrintFrame } from './print-frame.js'
import { fieldValue, type PrintedRows, symbolJoins, withoutScopes } from './printed-rows.js'
import { rowCondition, rowFilter } from './row-condition.js'
import type { RowFilter } from './row-filter.js'
import { withoutLists } from './scalar.js'
import { firstPresent, tableAlias } from './table-alias.js'
import { type TestJoins, testJoins } from './test-joins.js'

/** Prints the rows of tables that belong to a scope, with the tables joined to them. */
export const printTableRows = (frame: CubeFrame, rows: TableRows, scope: DataScope): PrintedRows => {
  const shared = frame.sharedRows(rows, scope)
  return shared ? printShared(frame, rows, shared) : printInPlace(frame, rows, scope)
}

const printShared = (frame: PrintFrame, rows: TableRows, { name, column, place }: PrintedShare): PrintedRows =>
  printedFrom(frame, {
    isFilled: filledIn(frame, rows),
    columnOf: (field, columnName) => column(field.id, columnName),
    aggrValue: () => {
      throw new Error('rows that are read once have no Aggr')
    },
    place,
    keyColumns: (key, rows) => keyValues(frame, key, rows),
    isWithin: withoutScopes.isWithin,
    joins: () => [],
    fromSql: (joined) => `FROM ${name} ${joined}`,
  })

/** Prints rows where they stand, whatever else reads them. */
export const printInPlace = (frame: CubeFrame, rows: TableRows, scope: DataScope): PrintedRows => {
  const { parts, homes, aggrs } = rows
  const columnOf = (field: FieldModel, column: string): string => {
    const tables = homes.get(field.id)
    if (!tables) throw new Error(`field ${field.id} is not among the columns of the rows`)
    return firstPresent(tables, column)
  }
  const joinedAggrs = printAggrs(frame, aggrs)
  const filtered = parts.map((part) => ({ part, filter: filterOfPart(frame, part, scope) }))
  const conditions = filtered.flatMap(({ filter }) => filter.conditions)
  const joined = filtered.map(({ part, filter }) =>
    printPart(part, {
      table: sourceOf(frame, part, scope),
      bridge: (bridge) => printBridge(frame, bridge, scope),
      filter,
    }),
  )
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return printedFrom(frame, {
    isFilled: filledIn(frame, rows),
    columnOf,
    aggrValue: joinedAggrs.aggrValue,
    place: () => {
      const [first] = parts.flatMap(({ combined }) => combined)
      return first ? frame.dialect.rowIdentity(tableAlias(first.table)) : '0'
    },
    keyColumns: joinedAggrs.keyColumns,
    isWithin: (tested, tests) => rowsWithin(frame, rows, tested, tests),
    joins: joinedAggrs.joins,
    fromSql: (further) => (parts.length === 0 ? '' : `FROM ${joined.join(' CROSS JOIN ')} ${further}${where}`),
  })
}

/** Where rows come from: their columns, and what stands behind FROM, given the joins of symbol tables and of `Aggr`s. */
interface PrintedTables {
  readonly isFilled: PrintedRows['isFilled']
  readonly columnOf: (field: FieldModel, column: string) => string
  readonly aggrValue: PrintedRows['aggrValue']
  readonly place: () => string
  readonly keyColumns: (key: GroupKey, rows: PrintedRows) => readonly string[]
  readonly isWithin: (scope: DataScope, tests: TestJoins) => string
  readonly joins: (rows: PrintedRows) => readonly string[]
  readonly fromSql: (joins: string) => string
}

const printedFrom = (
  frame: PrintFrame,
  { isFilled, columnOf, aggrValue, place, keyColumns, isWithin, joins, fromSql }: PrintedTables,
): PrintedRows => {
  const elementOf = (field: FieldModel) => columnOf(field, elementColumn(field.id))
  const numberOf = (field: FieldModel) => columnOf(field, numberColumn(field.id))
  const symbols = symbolJoins(elementOf)
  const tests = testJoins()
  const printed: PrintedRows = {
    isFilled,
    elementOf,
    storedNumberOf: (field) => (field.numberType === null ? undefined : numberOf(field)),
    unitsOf: (field) => (field.units ? columnOf(field, unitColumn(field.id)) : undefined),
    textRankOf: (field) => symbols.column(field, 'text_rank'),
    valueOf: (field) =>
      fieldValue(frame, field, {
        // The number of a text, such as that of a declared value, stands with its symbol.
        number: () =>
          field.numberType === null ? symbols.column(field, 'num') : frame.dialect.cast(numberOf(field), 'number'),
        text: () => symbols.column(field, 'text'),
      }),
    aggrValue,
    listedValue: withoutLists.listed,
    isWithin: (scope) => isWithin(scope, tests),
    place,
    keyColumns: (key) => keyColumns(key, printed),
    fromSql: () => {
      const further = joins(printed)
      return fromSql([...symbols.sql(), ...further, ...tests.sql()].join(' '))
    },
  }
  return printed
}

/** Where one table is joined to others, each row has one of it. */
const filledIn =
  ({ model }: PrintFrame, { parts, homes }: TableRows): PrintedRows['isFilled'] =>
  ({ id }) =>
    parts.some(({ combined: [table, ...others] }) => {
      if (!table || others.length > 0 || !homes.get(id)?.includes(table.table)) return false
      return model.tables[table.table]?.filled?.includes(id) ?? false
    })

/** The columns that tell the rows apart that are counted. */
export const rowIdentity = ({ dialect }: PrintFrame, { parts }: TableRows): readonly string[] =>
  parts
    .flatMap(({ combined, counted }) => (counted ? combined : []))
    .map(({ table }) => dialect.rowIdentity(tableAlias(table)))

/**
 * Holds for the rows that are within a scope.
 *
 * @param tests joins what is read for it to the rows
 */
export const rowsWithin = (frame: PrintFrame, { parts }: TableRows, scope: DataScope, tests: TestJoins): string =>
  parts.map((part) => `(${rowCondition(frame, scope, ...placeOf(part), tests)})`).join(' AND ')

const filterOfPart = (frame: PrintFrame, part: RowPart, scope: DataScope): RowFilter =>
  rowFilter(frame, scope, ...placeOf(part))

/** The tables that are combined, those of the FROM clause, and those that are restricted elsewhere. */
const placeOf = ({
  combined,
  joins,
  bridges,
}: RowPart): readonly [readonly number[], ReadonlySet<number>, ReadonlySet<number>] => [
  tablesOf(combined),
  new Set(tablesOf([...combined, ...joins])),
  new Set(bridges.flatMap(({ hops }) => tablesOf(hops.slice(0, 1)))),
]

const tablesOf = (hops: readonly Hop[]): readonly number[] => hops.map(({ table }) => table)

/**
 * Where rows multiply, those that are in no combination of the scope are left out beforehand. That changes nothing: what is
 * left of a combination without such a row would have to be within the scope by itself, and then the whole was. It does
 * not hold after operations on sets; there only the combinations are filtered.
 */
const sourceOf =
  (frame: PrintFrame, { combined, joins }: RowPart, scope: DataScope) =>
  ({ table }: Hop): string => {
    const multiplying = combined.length > 1 || joins.some(({ single }) => !single)
    if (!multiplying || scope.kind !== 'alternatives') return dataTable(table)
    const condition = rowCondition(frame, scope, [table], new Set([table]))
    return condition === 'TRUE'
      ? dataTable(table)
      : frame.dialect.rowsWhere(dataTable(table), tableAlias(table), condition)
  }

/** What tables are printed as where they are joined. */
interface JoinSources {
  readonly table: (hop: Hop) => string
  readonly bridge: (bridge: Bridge) => { readonly sql: string; readonly restricted: boolean }
  /** Its joins stand right behind the tables that they filter. */
  readonly filter?: RowFilter
}

/**
 * Prints joined tables. Values beyond a key that the scope restricts have to be there.
 */
export const printPart = ({ combined, joins, bridges, kinds }: RowPart, sources: JoinSources): string => {
  const [first, ...others] = combined
  if (!first) throw new Error('rows without a table')
  const bridged = bridges.map((bridge) => {
    const { sql, restricted } = sources.bridge(bridge)
    return `${restricted ? 'JOIN' : 'LEFT JOIN'} ${joinedAs(sql, bridge.hops[0] ?? first)}`
  })
  const filtersBehind = ({ table }: Hop) =>
    (sources.filter?.joins ?? []).flatMap(({ behind, sql }) => (behind === table ? [sql] : []))
  const tables = [
    `${sources.table(first)} AS ${tableAlias(first.table)}`,
    ...filtersBehind(first),
    ...[...others, ...joins].flatMap((hop) => [
      `${kinds.get(hop.table)?.toUpperCase()} JOIN ${joinedAs(sources.table(hop), hop)}`,
      ...filtersBehind(hop),
    ]),
    ...bridged,
  ]
  return tables.length === 1 ? (tables[0] ?? '') : `(${tables.join(' ')})`
}

const joinedAs = (source: string, { table, keyTables, keyFields }: Hop): string => {
  const on = keyFields.map((key) => {
    const column = elementColumn(key)
    return `${firstPresent(keyTables, column)} = ${tableAlias(table)}.${column}`
  })
  return `${source} AS ${tableAlias(table)} ON ${on.join(' AND ')}`
}

/** The different values of fields beyond a key, with the key: `f_0 ...`, and `n_0 ...` for numbers. */
export const printBridge = (frame: PrintFrame, { hops, fields }: Bridge, scope: DataScope) => {
  const [first, ...others] = hops
  if (!first) throw new Error('a bridge without a table')
  const association = frame.model.associations.find(({ fields: key }) => key.join() === first.keyFields.join())
  const conditionWithin = (part: DataScope, printed: PrintFrame) =>
    rowCondition(printed, part, [first.table], new Set(tablesOf(hops)), new Set(association?.tables))
  const condition = conditionWithin(scope, frame)
  const columns = [
    ...first.keyFields.map((key) => [first.table, elementColumn(key)] as const),
    ...fields.flatMap(({ field, home }) => [
      [home, elementColumn(field.id)] as const,
      ...(field.numberType === null ? [] : [[home, numberColumn(field.id)] as const]),
      ...(field.units ? [[home, unitColumn(field.id)] as const] : []),
    ]),
  ]
  const selected = [...new Map(columns.map(([table, column]) => [column, `${tableAlias(table)}.${column}`])).entries()]
  const joined = others.map((hop) => `LEFT JOIN ${joinedAs(dataTable(hop.table), hop)}`)
  const from = [`${dataTable(first.table)} AS ${tableAlias(first.table)}`, ...joined].join(' ')
  return {
    sql: `(SELECT DISTINCT ${selected.map(([column, sql]) => `${sql} AS ${column}`).join(', ')} FROM ${from} WHERE ${condition})`,
    // The key is restricted on the near side, where there may be nothing beyond it.
    restricted: conditionWithin(withoutFields(scope, first.keyFields), { ...frame, bind: () => '' }) !== 'TRUE',
  }
}

const withoutFields = (scope: DataScope, fields: readonly number[]): DataScope =>
  scope.kind === 'alternatives'
    ? {
        ...scope,
        alternatives: scope.alternatives.map(
          (constraint) => new Map([...constraint].filter(([field]) => !fields.includes(field))),
        ),
      }
    : scope
