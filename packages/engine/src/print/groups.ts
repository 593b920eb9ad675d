import { typeOfAggregate } from '../expressions/typed-expression.js'
import type { Branch, BranchAggregate, Cube, CubePart, FinerGroups, Groups } from '../plan/cube.js'
import { type GroupKey, isSameKey, plainKey } from '../plan/group-key.js'
import { isLimited } from '../plan/limited-key.js'
import { indexesOf } from '../plan/merged-aggregates.js'
import { bySource } from '../plan/row-source.js'
import { printAggrRows } from './aggr-rows.js'
import { type PrintedAggregate, printAggregate, sidesOf } from './aggregate-columns.js'
import { printApart } from './apart-groups.js'
import type { CubeFrame } from './cube-frame.js'
import { printFinerGroups } from './finer-groups.js'
import { carriedNames, columnNames, groupBy, place } from './group-columns.js'
import { keptValues } from './kept-values.js'
import { allKeyNames, keyNames, textOfKey } from './key-columns.js'
import { printLimitedRows } from './limited-rows.js'
import { printListedRows } from './listed-rows.js'
import { printMergedAggregate, printOwnAggregate } from './merged-aggregate.js'
import type { PrintFrame } from './print-frame.js'
import type { PrintedRows } from './printed-rows.js'
import { printInPlace, printTableRows, rowIdentity } from './table-rows.js'

/**
 * Prints the groups of a cube before measures are computed: a SELECT with the columns of the keys, and `a0 ...` (numbers)
 * and `b0 ...` (texts) of the aggregates. Parts make a product; aggregates that only some keys group are joined to it.
 */
export const printGroups = (frame: CubeFrame, cube: Cube): string => {
  const groups = printParts(frame, cube)
  if (cube.merged.length === 0) return groups
  const overall = cube.merged.flatMap(({ kept, aggregate }) =>
    kept.length === 0
      ? printMergedAggregate(frame, aggregate, (call) => frame.dialect.window(call, { partition: [], order: [] }))
      : [],
  )
  const all = overall.length === 0 ? groups : `SELECT ${['*', ...overall].join(', ')} FROM (${groups})`
  const grains = [...new Set(cube.merged.map(({ kept }) => kept.join()))].filter((kept) => kept !== '')
  if (grains.length === 0) return all
  // Few groups are joined faster than windows over parts of them are set up.
  const joined = grains.map((grain, index) => {
    const totals = cube.merged.filter(({ kept }) => kept.join() === grain)
    const kept = totals[0]?.kept ?? []
    const names = kept.flatMap((position) => (cube.keys[position] ? keyNames(cube.keys[position], position) : []))
    const merged = totals.map(({ aggregate }) => printMergedAggregate(frame, aggregate, (call) => call))
    const on = names.map((name) => frame.dialect.same(`total${index}.${name}`, `parts.${name}`))
    return {
      columns: totals.flatMap(({ aggregate }) => columnNames(aggregate)).map((name) => `total${index}.${name}`),
      join: `JOIN (SELECT ${[...names, ...merged].join(', ')} FROM parts GROUP BY ${names.join(', ')}) AS total${index} ON ${on.join(' AND ')}`,
    }
  })
  return [
    `WITH ${frame.dialect.computedOnce('parts', all)}`,
    `SELECT ${['parts.*', ...joined.flatMap(({ columns }) => columns)].join(', ')} FROM parts`,
    ...joined.map(({ join }) => join),
  ].join(' ')
}

const printParts = (frame: CubeFrame, { keys, parts, totals }: Cube): string => {
  const [only] = parts
  if (only && parts.length === 1 && totals.length === 0) return printMerged(frame, only.groups)
  const keyColumns = new Map(parts.flatMap((part, position) => keyColumnsOf(keys, part, `own${position}`)))
  const joins = totals.map((total, position) => {
    const on = keyColumnsOf(keys, total, `tot${position}`).map(([name, column]) =>
      frame.dialect.same(column, keyColumns.get(name) ?? ''),
    )
    return `LEFT JOIN (${printMerged(frame, total.groups)}) AS tot${position} ON ${on.join(' AND ') || 'TRUE'}`
  })
  const aggregatesOf = (list: readonly CubePart[], alias: string) =>
    list.flatMap(({ groups }, position) =>
      groups.aggregates.flatMap(columnNames).map((name) => `${alias}${position}.${name}`),
    )
  const columns = [
    ...allKeyNames(keys).map((name) => `${keyColumns.get(name)} AS ${name}`),
    ...aggregatesOf(parts, 'own'),
    ...aggregatesOf(totals, 'tot'),
  ]
  const product = parts.map(({ groups }, position) => `(${printMerged(frame, groups)}) AS own${position}`)
  return `SELECT ${columns.join(', ') || '1'} FROM ${product.join(' CROSS JOIN ')} ${joins.join(' ')}`
}

/** The names of key columns of a cube, and the columns of a part that they are. */
const keyColumnsOf = (keys: readonly GroupKey[], { kept }: CubePart, alias: string) =>
  kept.flatMap((index, place) => {
    const key = keys[index]
    if (!key) return []
    const own = keyNames(key, place)
    return keyNames(key, index).map((name, side) => [name, `${alias}.${own[side]}`] as const)
  })

/** Prints groups, or where a statement makes them once what reads them. */
export const printMerged = (frame: CubeFrame, groups: Groups): string =>
  frame.sharedGroups(groups, (made) => printOwn(frame, made))

/** Which values of limited keys are kept is told once, for all branches. */
const printOwn = (around: CubeFrame, groups: Groups): string => {
  const { frame, tables } = keptValues(around, groups.keys)
  if (tables.length === 0) return printBranches(around, groups)
  return `WITH ${tables.join(', ')} ${printBranches(frame, groups)}`
}

/** Branches are merged by the values of the keys. */
const printBranches = (frame: CubeFrame, groups: Groups): string => {
  const { keys, aggregates, branches, of } = groups
  if (of) return printOfFiner(frame, groups, of)
  if (branches.length === 0) return 'SELECT 1'
  const printed = branches.map((branch) => printBranch(frame, groups, branch))
  if (printed.length === 1) return printed[0] ?? ''
  const columns = [...allKeyNames(keys), ...aggregates.flatMap(columnNames).map((name) => `max(${name}) AS ${name}`)]
  return `SELECT ${columns.join(', ')} FROM (${printed.join(' UNION ALL ')})${groupBy(groups)}`
}

const printOfFiner = (frame: CubeFrame, groups: Groups, of: FinerGroups): string => {
  const rows = printFinerGroups(frame, of, printMerged(frame, of.groups), of.groups.aggregates.flatMap(columnNames))
  const conditionOf = ({ within }: BranchAggregate) => within && rows.isWithin(within)
  const ofValues = of.ofValues.map((entry) => ({
    index: entry.index,
    type: typeOfAggregate(entry.aggregate),
    ...printAggregate(
      frame,
      entry.aggregate,
      typeOfAggregate(entry.aggregate),
      `x${entry.index}`,
      rows,
      conditionOf(entry),
    ),
  }))
  const prefixOf = ({ index, within }: BranchAggregate) => (within ? `p${index}_` : 'p')
  const parts = new Map(
    of.merged.flatMap((entry) => {
      const condition = conditionOf(entry)
      return of.groups.aggregates
        .filter(({ index }) => indexesOf(entry).includes(index))
        .flatMap(columnNames)
        .map((name) => [
          `${prefixOf(entry)}${name}`,
          condition === undefined ? rows.part(name) : `CASE WHEN ${condition} THEN ${rows.part(name)} END`,
        ])
    }),
  )
  const keys = groups.keys.map((key, position) => {
    const own = keyNames(key, position)
    const [number = ''] = own
    const text = textOfKey(frame, key, rows)?.(number)
    return { names: own, grouped: text === undefined ? own : [number], text, columns: rows.keyColumns(key) }
  })
  const { carried = [] } = groups
  const carriedColumns = carried.flatMap(({ key }) => rows.keyColumns(key))
  const read = [
    ...keys.flatMap(({ grouped, columns }) => grouped.map((name, side) => `${columns[side]} AS ${name}`)),
    ...carriedNames(groups).map((name, index) => `${carriedColumns[index]} AS ${name}`),
    ...[...parts].map(([name, sql]) => `${sql} AS ${name}`),
    ...ofValues.flatMap(({ columns }) => columns),
  ]
  // Groups are not grouped again by what tells each of them apart.
  const areEach = ofValues.length === 0 && of.groups.keys.every((key) => groups.keys.some((own) => isSameKey(own, key)))
  const aggregates = [
    ...of.merged.flatMap((entry) =>
      areEach
        ? printOwnAggregate(entry, prefixOf(entry))
        : printMergedAggregate(frame, entry, (call) => call, prefixOf(entry)),
    ),
    ...ofValues.flatMap(({ index, type, number, text }) => [
      ...(sidesOf[type].number ? [`${number} AS a${index}`] : []),
      ...(sidesOf[type].text ? [`${text} AS b${index}`] : []),
    ]),
  ]
  const shown = keys.flatMap(({ grouped, text, names: [, own] }) => [
    ...grouped,
    ...(text === undefined ? [] : [`${text} AS ${own}`]),
  ])
  const by = keys.flatMap(({ grouped }) => grouped)
  const selected = [...shown, ...aggregates, ...carriedNames(groups)].join(', ') || '1'
  const grouping = by.length === 0 || areEach ? '' : ` GROUP BY ${by.join(', ')}`
  return `SELECT ${selected} FROM (SELECT ${read.join(', ') || '1'} ${rows.fromSql()})${grouping}`
}

/** A branch has the columns of all aggregates of its groups; those of other branches are missing in it. */
const printBranch = (frame: CubeFrame, groups: Groups, branch: Branch): string => {
  const rows = branch.rows.map((source) =>
    printRows(
      frame,
      groups,
      branch,
      bySource(source, {
        table: (table) => (branch.scopes ? printInPlace : printTableRows)(frame, table, branch.scope),
        aggr: (aggr) => printAggrRows(frame, aggr),
        listed: (listed) => printListedRows(frame, listed),
      }),
    ),
  )
  const printed = rows[0]?.aggregates
  if (groups.apart && rows[0]) return printApart(frame, groups, groups.apart, rows[0])
  const columns = groups.aggregates.flatMap(({ aggregate, index }) => {
    const own = printed?.get(index)
    const sides = sidesOf[typeOfAggregate(aggregate)]
    return [
      ...(sides.number ? [`${own?.number ?? frame.dialect.missing('number')} AS a${index}`] : []),
      ...(sides.text ? [`${own?.text ?? frame.dialect.missing('text')} AS b${index}`] : []),
    ]
  })
  const selected = [...allKeyNames(groups.keys), ...columns, ...carriedColumns(frame, groups)]
  const union = rows.map(({ sql }) => sql).join(' UNION ALL ')
  return `SELECT ${selected.join(', ') || '1'} FROM (${union})${groupBy(groups)}`
}

/** The rows of a source with the columns that the branch's aggregates read. */
const printRows = (
  frame: PrintFrame,
  groups: Groups,
  { aggregates, once, rows: sources }: Branch,
  rows: PrintedRows,
) => {
  const { keys, carried = [] } = groups
  // Rows of several sources have the same columns, which may be made of different ones.
  const made = sources.length === 1 ? new Map<string, string>() : undefined
  const printed = new Map<number, PrintedAggregate>(
    aggregates.map(({ aggregate, index, within }) => [
      index,
      printAggregate(
        frame,
        aggregate,
        typeOfAggregate(aggregate),
        `x${index}`,
        // Those of several sources are counted as one.
        sources.length === 1 ? rows : { ...rows, isFilled: () => false },
        within ? rows.isWithin(within) : rows.counted,
        made,
      ),
    ]),
  )
  const identity = sources
    .flatMap((source) => (once && source.kind === 'table' ? rowIdentity(frame, source) : []))
    .map((sql, index) => `${sql} AS row_id${index}`)
  const plain = keys.map(plainKey)
  const names = [...allKeyNames(plain), ...carriedNames(groups)]
  const columns = [
    ...identity,
    ...[...plain, ...carried.map(({ key }) => key)]
      .flatMap(rows.keyColumns)
      .map((sql, index) => `${sql} AS ${names[index]}`),
    ...(carried.some(({ same }) => !same) ? [`${rows.place()} AS ${place}`] : []),
    ...[...printed.values()].flatMap((aggregate) => aggregate.columns),
  ]
  const distinct = identity.length > 0
  const sql = `SELECT ${distinct ? 'DISTINCT ' : ''}${columns.join(', ') || '1'} ${rows.fromSql()}`
  if (!keys.some(isLimited)) return { sql, aggregates: printed }
  const others = [...identity, ...[...printed.values()].flatMap((aggregate) => aggregate.columns)].map(nameOfColumn)
  return { sql: printLimitedRows(frame, keys, sql, others, distinct), aggregates: printed }
}

/** What a column is called that is selected under a name. */
const nameOfColumn = (column: string): string => column.slice(column.lastIndexOf(' ') + 1)

const carriedColumns = ({ dialect }: PrintFrame, { keys, carried = [] }: Groups): readonly string[] =>
  carried.flatMap(({ key, same }, index) =>
    keyNames(key, keys.length + index).map(
      (name) => `${same ? `min(${name})` : dialect.valueOfFirst(name, place)} AS ${name}`,
    ),
  )
