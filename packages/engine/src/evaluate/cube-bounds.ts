import { createHash } from 'node:crypto'
import { expressionProblem } from '../expressions/expression-problem.js'
import { aggregatesOf, interRecordsOf } from '../expressions/typed-expression.js'
import type { DataModel } from '../model/data-model.js'
import { type Hop, routeFrom } from '../model/join-route.js'
import { type Branch, branchesOf, type Cube, type CubePart } from '../plan/cube.js'
import type { CubePlan } from '../plan/cube-plan.js'
import { aggrsOfKey, fieldsOfKey } from '../plan/group-key.js'
import { isLimited } from '../plan/limited-key.js'
import { type Filling, fillingOf } from '../plan/planned-cubes.js'
import type { RowPart, RowSource, TableRows } from '../plan/row-source.js'
import { groupCountStatement, joinSizeStatement } from '../print/size-statements.js'
import type { DataView } from '../security/data-view.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { columnError } from './column-error.js'
import type { ColumnError } from './evaluation.js'
import { keyProducts } from './key-products.js'

/** Rows of a cube whose dimensions are not associated, as each value meets each. */
const maxProductRows = 1_000_000

/** Combinations of rows that an argument over several tables, or dimensions beyond a key that repeats, may make. */
const maxJoinedRows = 500_000_000

/** Cells of a pivot table whose measures read other cells: those without records take part, too. */
const maxReadCells = 1_000_000

/**
 * Refuses measures that read other cells of a large pivot table.
 *
 * @param cells how many cells it has
 */
export const cellErrors = ({ cube: { keys, measures, windows } }: CubePlan, cells: number): readonly ColumnError[] => {
  if (!windows || windows.columns.keys.length === 0 || cells <= maxReadCells) return []
  const message = `Other cells are read in a table of ${counted(cells)} cells, and at most ${counted(maxReadCells)} are computed`
  return measures.flatMap((measure, index) =>
    interRecordsOf(measure).length > 0 ? [columnError(keys.length + index, expressionProblem(0, message))] : [],
  )
}

/** Something that may grow beyond all bounds, and the columns that ask for it. */
interface Growth {
  readonly columns: readonly number[]
  readonly factors: readonly SelectStatement[]
  readonly limit: number
  readonly message: (size: number) => string
}

/**
 * Measures what a cube multiplies, before it does so: products of tables that are not associated, and joins in which a key
 * repeats on both sides.
 *
 * @returns for each column that asks for too much, what it asks for and the bound
 */
export const boundErrors = async (
  view: DataView,
  plan: CubePlan,
  signal?: AbortSignal,
): Promise<readonly ColumnError[]> => {
  const errors = new Map<number, ColumnError>()
  for (const { columns, factors, limit, message } of growthsOfFilled(view.model, plan)) {
    const sizes = await Promise.all(factors.map((statement) => sizeOf(view, statement, signal)))
    const size = sizes.reduce((product, factor) => product * factor, 1)
    if (size <= limit) continue
    for (const column of columns) errors.set(column, columnError(column, expressionProblem(0, message(size))))
  }
  return [...errors.values()]
}

const sizeOf = (view: DataView, statement: SelectStatement, signal?: AbortSignal): Promise<number> => {
  const { snapshot, tenantId } = view
  const text = createHash('sha256').update(JSON.stringify(statement)).digest('base64url')
  return snapshot.results.get(
    JSON.stringify([tenantId, snapshot.document.id, view.viewHash, 'size', text]),
    async () => Number((await snapshot.runner.run(statement, signal))[0]?.[0] ?? 0),
    () => 1,
    signal,
  )
}

/** Plans in which nothing grows, whatever values they are filled with: which tables meet does not hang on these. */
const withoutGrowth = new WeakSet<Filling['of']>()

const growthsOfFilled = (model: DataModel, plan: CubePlan): readonly Growth[] => {
  const of = fillingOf(plan)?.of
  if (of && withoutGrowth.has(of)) return []
  const growths = growthsOf(model, plan)
  if (of && growths.length === 0) withoutGrowth.add(of)
  return growths
}

const growthsOf = (model: DataModel, { cube, order }: CubePlan): readonly Growth[] => {
  const { keys, measures } = cube
  const outermost = measures.map((measure) => new Set(aggregatesOf(measure)))
  const columnsOf = (branch: Branch) =>
    outermost.flatMap((own, index) =>
      branch.aggregates.some(({ aggregate }) => own.has(aggregate)) ? [keys.length + index] : [],
    )
  return [
    ...productOf(model, cube, (part) => [part.kept[0] ?? 0]),
    ...productsOfKeys(model, cube, (key) => [key]),
    ...branchesOfCube(cube).flatMap((branch) => growthsOfBranch(model, branch, columnsOf(branch))),
    ...growthsOfKeys(model, cube),
    ...keys.flatMap((key, column) =>
      isLimited(key) && key.limit ? growthsWithin(model, key.limit.ranking.cube, [column]) : [],
    ),
    ...order.flatMap((term) =>
      term.by === 'cube' || term.by === 'first value' ? growthsWithin(model, term.cube, [term.key]) : [],
    ),
  ]
}

/** The cubes that calculated keys read, which are the same in all branches. */
const growthsOfKeys = (model: DataModel, cube: Cube): readonly Growth[] => {
  const columns = cube.keys.flatMap((key, column) => (aggrsOfKey(key).length > 0 ? [column] : []))
  const [aggrs = []] = [...cube.parts, ...cube.totals].flatMap(({ groups }) =>
    groups.of
      ? [groups.of.aggrs]
      : groups.branches.flatMap(({ rows }) =>
          rows.flatMap((source) => (source.kind === 'table' ? [source.aggrs] : [])),
        ),
  )
  return aggrs.flatMap((joined) => growthsWithin(model, joined.cube, columns))
}

/** All that grows in a cube within another, in the name of the columns that ask for it. */
const growthsWithin = (model: DataModel, cube: Cube, columns: readonly number[]): readonly Growth[] => [
  ...productOf(model, cube, () => columns),
  ...productsOfKeys(model, cube, () => columns),
  ...branchesOfCube(cube).flatMap((branch) => growthsOfBranch(model, branch, columns)),
]

const branchesOfCube = ({ parts, totals }: Cube): readonly Branch[] =>
  [...parts, ...totals].flatMap(({ groups }) => branchesOf(groups))

const productOf = (
  model: DataModel,
  { parts }: Cube,
  columnsOf: (part: CubePart) => readonly number[],
): readonly Growth[] => {
  const last = parts.at(-1)
  if (!last || parts.length < 2) return []
  const names = parts.map(({ groups }) => groups.keys.flatMap(fieldsOfKey).map(bracketed).join(', '))
  return [
    {
      columns: columnsOf(last),
      factors: parts.map((part) => groupCountStatement(model, part)),
      limit: maxProductRows,
      message: (size) =>
        `${names.join(' and ')} are in tables that are not associated, so each value meets each: ${counted(size)} rows, and at most ${counted(maxProductRows)} are computed`,
    },
  ]
}

const productsOfKeys = (
  model: DataModel,
  cube: Cube,
  columnsOf: (key: number) => readonly number[],
): readonly Growth[] =>
  keyProducts(model, cube).map(({ key, fields, factors }) => ({
    columns: columnsOf(key),
    factors,
    limit: maxProductRows,
    message: (size) =>
      `${fields.map((own) => own.map(bracketed).join(', ')).join(' and ')} are in tables that are not associated, so what is calculated from them has ${counted(size)} combinations of values, and at most ${counted(maxProductRows)} are computed`,
  }))

const growthsOfBranch = (model: DataModel, branch: Branch, columns: readonly number[]): readonly Growth[] =>
  branch.rows.flatMap((source) => growthsOfSource(model, branch, source, columns))

const growthsOfSource = (
  model: DataModel,
  { scope, aggregates }: Branch,
  source: RowSource,
  columns: readonly number[],
): readonly Growth[] => {
  if (source.kind === 'listed') return []
  if (source.kind === 'aggr') return growthsWithin(model, source.cube, columns)
  // Rows that only tell keys are reduced to the different values of these, but for those that meet all others.
  const isReduced = aggregates.length === 0 && source.parts.length < 2
  if (isReduced || mostJoinedRows(model, source) <= maxJoinedRows) return []
  const fields = new Set(aggregates.flatMap(({ aggregate }) => aggregate.fields))
  return [
    {
      columns,
      factors: [joinSizeStatement(model, source, scope)],
      limit: maxJoinedRows,
      message: (size) =>
        `The rows of ${tableNames(model, source)} joined for ${[...fields].map(bracketed).join(', ') || 'the dimensions'} would be ${counted(size)}, and at most ${counted(maxJoinedRows)} are computed`,
    },
  ]
}

/**
 * How many rows joining can make at most, as far as the sizes of the tables tell. What it says decides only whether they
 * have to be counted.
 */
const mostJoinedRows = (model: DataModel, { parts }: TableRows): number =>
  parts.reduce((product, part) => product * mostRowsOfPart(model, part), 1)

const mostRowsOfPart = (model: DataModel, { combined, joins, bridges }: RowPart): number => {
  const tables = [...combined, ...joins, ...bridges.flatMap(({ hops }) => hops)].map(({ table }) => table)
  return combined.reduce((sum, { table }) => {
    const route = routeFrom(model, table)
    const repeated = tables.reduce((product, other) => {
      const hop = route.get(other)
      return hop?.parent == null ? product : product * Math.max(1, mostRows(model, hop))
    }, 1)
    return sum + (model.tables[table]?.rowCount ?? 0) * repeated
  }, 0)
}

/** The most rows of a table that one row of its parent meets. */
const mostRows = ({ associations, tables }: DataModel, { table, keyFields }: Hop): number => {
  const association = associations.find(({ fields }) => fields.join() === keyFields.join())
  return association?.mostRows?.[association.tables.indexOf(table)] ?? tables[table]?.rowCount ?? 0
}

const tableNames = (model: DataModel, { parts }: TableRows): string =>
  parts
    .flatMap(({ combined, joins, bridges }) => [...combined, ...joins, ...bridges.flatMap(({ hops }) => hops)])
    .map(({ table }) => model.tables[table]?.name ?? '')
    .join(', ')

const bracketed = ({ name }: { readonly name: string }): string => `[${name}]`

const counted = (size: number): string => Math.round(size).toLocaleString('en-US')
