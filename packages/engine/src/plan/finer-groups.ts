import type { Aggregate } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Branch, BranchAggregate, Groups, MergedAggregate, OwnAggr } from './cube.js'
import type { Surroundings } from './cube-scopes.js'
import { scopeText } from './data-scope.js'
import { fieldKey, fieldsOfKey, isKeyOf } from './group-key.js'
import { isLimited } from './limited-key.js'
import { isMergeable, partsOf } from './merged-aggregates.js'
import { isOfOneTable, type JoinedAggr, type TableRows, tableRows } from './row-source.js'
import { scopeFields, tellingFields } from './telling-fields.js'

/** How many rows a finer group should have at least: with fewer, grouping twice takes longer than computing each key. */
const rowsOfFinerGroup = 4

/**
 * Values of all keys together, in bits, up to which groups by what sets test pay off: up to twelve are found by their numbers
 * alone, and twice as many are hashed in less time than sets of each row are told apart.
 */
const bitsOfTestedGroups = 13

/** The same up to which groups by a key, or by what is counted, pay off as several cubes read them, be they hashed. */
const bitsOfHashedGroups = 16

/**
 * Groups that are made of finer ones, by the fields of the table whose rows they are of. So expressions are computed, tables
 * are joined, sets are told apart and different values are counted once for each combination of values, not for each row.
 */
export const overFinerGroups = (around: Surroundings, groups: Groups): Groups => {
  const { keys, aggregates } = groups
  const [branch, ...further] = groups.branches
  const [source, ...sources] = branch?.rows ?? []
  if (!branch || further.length > 0 || source?.kind !== 'table' || sources.length > 0) return groups
  const table = source.parts[0]?.combined[0]?.table
  if (keys.some(isLimited) || table === undefined || !isOfOneTable(source)) return groups
  const grouping = groupingOf(around.model, table, groups, branch)
  if (!grouping) return groups
  const { fields, rows } = grouping
  const isOfValues = ({ aggregate }: BranchAggregate) =>
    (aggregate.distinct || aggregate.function.ignoresRepetition === true) &&
    aggregate.fields.length > 0 &&
    aggregate.fields.every((field) => fields.includes(field))
  const ofValues = branch.aggregates.filter(isOfValues).map((entry) => countedOnce(fields, entry))
  const others = branch.aggregates.filter((entry) => !isOfValues(entry))
  if (!others.every(({ aggregate }) => isMergeable(around.model, aggregate))) return groups
  const parts = partsOf(around, [], 0)
  const merged = others.flatMap(({ within, ...entry }): readonly MergedAggregate[] => {
    // The rows of several sets are added up alike, before they are told apart.
    const made = parts.merged({ ...entry, aggregate: { ...entry.aggregate, set: null } })
    return made ? [{ ...made, ...entry, ...(within && { within }) }] : []
  })
  const own = ownAggrs(source.aggrs, fields, table, branch, parts.all().length)
  const all = [
    ...parts.all(),
    ...own.flatMap(({ cube, first }) =>
      cube.aggregates.map((aggregate, index) => ({ index: first + index, aggregate })),
    ),
  ]
  const read = [...fields, ...all.flatMap(({ aggregate }) => aggregate.fields)]
  const finer: Groups = {
    keys: fields.map(fieldKey),
    aggregates: all,
    branches: [{ scope: branch.scope, once: false, aggregates: all, rows: [tableRows(around.model, [table], read)] }],
  }
  const aggrs = source.aggrs.filter(({ aggr }) => !own.some((joined) => joined.aggr === aggr))
  return { keys, aggregates, branches: [], of: { groups: finer, rows, merged, ofValues, aggrs, own } }
}

/** Where each finer group is another value of the field that is counted, all values are different. */
const countedOnce = (fields: readonly FieldModel[], entry: BranchAggregate): BranchAggregate => {
  const { aggregate } = entry
  const [parameter] = aggregate.function.parameters
  const [argument] = aggregate.arguments
  const isEach =
    fields.length === 1 && argument?.kind === 'field' && fields[0] === argument.field && parameter?.side === 'presence'
  return aggregate.distinct && isEach ? { ...entry, aggregate: { ...aggregate, distinct: false } } : entry
}

/** The `Aggr`s whose cubes have the same rows in the same groups. */
const ownAggrs = (
  aggrs: readonly JoinedAggr[],
  fields: readonly FieldModel[],
  table: number,
  { scope }: Branch,
  free: number,
): readonly OwnAggr[] => {
  let first = free
  return aggrs.flatMap((joined): readonly OwnAggr[] => {
    const { cube, aggr } = joined
    const [part] = cube.parts
    const [branch, ...others] = part?.groups.branches ?? []
    const [source] = branch?.rows ?? []
    if (cube.windows || cube.parts.length + cube.totals.length + cube.merged.length > 1) return []
    if (!branch || others.length > 0 || branch.once || branch.scopes || source?.kind !== 'table') return []
    if (!isOfOneTable(source) || source.parts[0]?.combined[0]?.table !== table) return []
    const keys = aggr.dimensions
    const isSame = keys.length === fields.length && fields.every((field) => keys.some((key) => isKeyOf(key, field)))
    if (!isSame || branch.rows.length > 1 || scopeText(branch.scope) !== scopeText(scope)) return []
    const own = { ...joined, first }
    first += cube.aggregates.length
    return [own]
  })
}

/** The total of the same finer groups. */
export const totalOfFiner = (model: DataModel, groups: Groups): Groups => {
  const { of } = groups
  const table = of?.rows.parts[0]?.combined[0]?.table
  if (!of || table === undefined) throw new Error('groups that are made of no finer ones')
  const read = new Set(of.ofValues.flatMap(({ aggregate }) => aggregate.fields))
  return { ...groups, keys: [], of: { ...of, rows: rowsOfValues(model, table, [...read]), aggrs: [], own: [] } }
}

/** The fields that finer groups are grouped by, and the groups as if they were rows. */
interface Grouping {
  readonly fields: readonly FieldModel[]
  readonly rows: TableRows
}

/** `undefined` where grouping twice gains nothing. */
const groupingOf = (model: DataModel, table: number, { keys }: Groups, branch: Branch): Grouping | undefined => {
  const read = [...new Set(keys.flatMap(fieldsOfKey))]
  const tested = branch.aggregates.flatMap(({ within }) => (within ? scopeFields(model, within) : []))
  const telling = (fields: readonly FieldModel[]) => fields.flatMap((field) => tellingFields(model, table, field) ?? [])
  const counted = branch.aggregates.flatMap(({ aggregate }) => countedFields(table, aggregate))
  const isCalculated = keys.some(({ kind }) => kind === 'calculated')
  const isJoined = read.some((field) => !field.tables.includes(table))
  if (!isCalculated && !isJoined && tested.length + counted.length === 0) return undefined
  const fields = [...new Set([...telling(read), ...telling(tested), ...counted])]
  if (fields.length === 0) return undefined
  const bits = tested.length > 0 ? bitsOfTestedGroups : bitsOfHashedGroups
  if (arePacked(model, table, fields) && (isCalculated || areOfBits(fields, bits)))
    return { fields, rows: tableRows(model, [table], [...read, ...fields]) }
  return isCalculated && isJoined && tested.length === 0 && arePacked(model, table, read)
    ? { fields: read, rows: rowsOfValues(model, table, read) }
    : undefined
}

/** Rows of one table that has all fields itself. */
export const rowsOfValues = (model: DataModel, table: number, fields: readonly FieldModel[]): TableRows => ({
  ...tableRows(model, [table], []),
  homes: new Map(fields.map(({ id }) => [id, [table]])),
})

/** The fields of a table of which an aggregate counts different values. */
const countedFields = (table: number, { distinct, function: called, fields }: Aggregate): readonly FieldModel[] =>
  distinct && called.ignoresRepetition !== true && fields.every(({ tables }) => tables.includes(table)) ? fields : []

/** Whether the numbers of all values together, and of missing ones, have at most so many bits. */
const areOfBits = (fields: readonly FieldModel[], most: number): boolean =>
  fields.reduce((bits, { symbolCount }) => bits + Math.ceil(Math.log2(symbolCount + 1)), 0) <= most

/** Whether fields have so few values that rows outnumber their combinations. */
export const arePacked = ({ tables }: DataModel, table: number, fields: readonly FieldModel[]): boolean =>
  fields.reduce((product, { symbolCount }) => product * (symbolCount + 1), rowsOfFinerGroup) <=
  (tables[table]?.rowCount ?? 0)
