import { aggregatesBesideRows, typeOfAggregate } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import {
  type Branch,
  branchesOf,
  type Cube,
  type CubePart,
  type Groups,
  type MergedAggregate,
  type MergedTotal,
  type NumberedAggregate,
} from './cube.js'
import type { Surroundings } from './cube-scopes.js'
import { scopeText } from './data-scope.js'
import { totalOfFiner } from './finer-groups.js'
import { fieldsOfKey, isKeyOf } from './group-key.js'
import { areOfOneGroup, indexesOf, partsOf } from './merged-aggregates.js'
import { planGroups } from './plan-groups.js'
import { bySource, tableRows } from './row-source.js'

/**
 * Makes totals of the groups of a cube, where each row that they run over is in one of these: so the rows are read once.
 *
 * @param own fields of the tables whose rows an aggregation without a field runs over
 * @param isGrouped whether all keys would group an aggregate, but for `TOTAL`
 */
export const withMergedTotals = (
  around: Surroundings,
  cube: Cube,
  own: readonly FieldModel[],
  isGrouped: (entry: NumberedAggregate) => boolean,
): Cube => {
  let known = cube
  for (const total of cube.totals) {
    const { aggregates } = total.groups
    const made = aggregates.every(isGrouped) ? mergedOf(around, known, aggregates, own) : undefined
    if (!made) continue
    const merged = made.merged.map((aggregate): MergedTotal => ({ kept: total.kept, aggregate }))
    known = {
      ...known,
      parts: [made.part],
      totals: known.totals.filter((other) => other !== total),
      merged: [...known.merged, ...merged],
    }
  }
  return known
}

/**
 * Makes the totals of a cube of its groups, with what that takes added to these.
 *
 * @param totals the same measures without keys
 */
export const mergeGrandTotals = (
  around: Surroundings,
  cube: Cube,
  totals: Cube,
  own: readonly FieldModel[],
): { readonly cube: Cube; readonly totals: Cube } | undefined => {
  const [all] = totals.parts
  if (!all || all.groups.aggregates.length === 0) return undefined
  const [finer] = cube.parts
  if (finer?.groups.of && cube.parts.length === 1 && cube.totals.length + cube.merged.length === 0) {
    // What makes the groups makes their total just as well.
    return { cube, totals: { ...totals, parts: [{ kept: [], groups: totalOfFiner(around.model, finer.groups) }] } }
  }
  const made = mergedOf(around, cube, all.groups.aggregates, own)
  if (!made) return undefined
  const { part, merged } = made
  const of = { groups: part.groups, rows: tableRows(around.model, [], []), merged, ofValues: [], aggrs: [], own: [] }
  const groups: Groups = { keys: [], aggregates: merged, branches: [], of }
  return { cube: { ...cube, parts: [part] }, totals: { ...totals, parts: [{ kept: [], groups }] } }
}

/** Groups up to which the totals stand beside each of them: there, a statement of their own takes longer to make and to plan. */
const mostGroups = 10_000

const haveFewGroups = ({ parts: [part], windows }: Cube): boolean => {
  const keys = part?.groups.of?.groups.keys ?? part?.groups.keys ?? []
  // In a pivot table, rows are made of cells that have no groups.
  if (windows !== null && windows.columns.keys.length > 0) return false
  return keys.every(({ kind }) => kind === 'field') && mostOf(keys.flatMap(fieldsOfKey)) <= mostGroups
}

const mostOf = (fields: readonly FieldModel[]): number =>
  fields.reduce((product, { symbolCount }) => product * (symbolCount + 1), 1)

/** The same cube, whose rows tell the totals, too; `undefined` where it may have many, or its groups do not make them. */
export const totalsBeside = (around: Surroundings, cube: Cube, own: readonly FieldModel[]): Cube | undefined => {
  if (cube.aggregates.length === 0 || !haveFewGroups(cube)) return undefined
  const read = new Set(cube.measures.flatMap(aggregatesBesideRows))
  const entries = cube.aggregates.flatMap((aggregate, index) => (read.has(aggregate) ? [{ index, aggregate }] : []))
  const made = mergedOf(around, cube, entries, own)
  if (!made) return undefined
  const { part, merged } = made
  const free = Math.max(cube.aggregates.length, ...part.groups.aggregates.map(({ index }) => index + 1))
  // What is made of the same parts is the same over all groups.
  const known = new Map(
    cube.merged.flatMap(({ kept, aggregate }) =>
      kept.length === 0 ? [[partsText(aggregate), aggregate.index] as const] : [],
    ),
  )
  const totals: MergedTotal[] = []
  const overall = cube.aggregates.map((_, index) => {
    const entry = merged.find((own) => own.index === index)
    if (!entry) return index
    const text = partsText(entry)
    const position = known.get(text) ?? free + totals.length
    if (!known.has(text)) totals.push({ kept: [], aggregate: { ...entry, index: position } })
    known.set(text, position)
    return position
  })
  return { ...cube, parts: [part], merged: [...cube.merged, ...totals], overall }
}

const partsText = ({ aggregate, parts }: MergedAggregate): string => JSON.stringify([typeOfAggregate(aggregate), parts])

interface MadeOfGroups {
  /** The groups of the cube, with what the totals are made of. */
  readonly part: CubePart
  readonly merged: readonly MergedAggregate[]
}

const mergedOf = (
  around: Surroundings,
  { parts: [part, ...others], aggregates }: Cube,
  entries: readonly NumberedAggregate[],
  own: readonly FieldModel[],
): MadeOfGroups | undefined => {
  if (!part || others.length > 0) return undefined
  const free = Math.max(aggregates.length, ...part.groups.aggregates.map(({ index }) => index + 1))
  const parts = partsOf(around, part.groups.aggregates, free)
  const merged = entries.flatMap((entry) => parts.merged(entry) ?? countOfEach(part.groups, entry) ?? [])
  if (merged.length < entries.length) return undefined
  const groups = planGroups(around, part.groups.keys, parts.all(), own, true)
  // What is added must not make groups that were not there.
  const known = branchesOf(part.groups)
  if (!branchesOf(groups).every((branch) => known.some((other) => haveSameRows(other, branch)))) return undefined
  return areOfOneGroup(groups, new Set(merged.flatMap(indexesOf))) ? { part: { ...part, groups }, merged } : undefined
}

/**
 * Different values are added up where each of them is a finer group, and so in one of the groups alone. Several values may have
 * one number, as texts do that read as it: numbers are in several groups then.
 */
const countOfEach = (
  { of, aggregates }: Groups,
  { index, aggregate }: NumberedAggregate,
): MergedAggregate | undefined => {
  if (!aggregates.some((own) => own.index === index && own.aggregate === aggregate)) return undefined
  const [key, ...keys] = of?.groups.keys ?? []
  const [field, ...fields] = aggregate.fields
  const [argument] = aggregate.arguments
  const { distinct, function: called } = aggregate
  if (!distinct || called.merge !== 'sum' || called.ignoresRepetition || argument?.kind !== 'field') return undefined
  if (called.parameters[0]?.side === 'number') return undefined
  const isEach = key && field && keys.length + fields.length === 0 && isKeyOf(key, field)
  return isEach ? { index, aggregate, parts: { merge: 'sum', index } } : undefined
}

/** Whether branches run over the same rows of the same part of the data. */
export const haveSameRows = (a: Branch, b: Branch): boolean =>
  scopeText(a.scope) === scopeText(b.scope) && rowsText(a) === rowsText(b)

/** Which rows a branch has, whatever is read of them. */
const rowsText = ({ rows }: Branch): string =>
  JSON.stringify(
    rows.map((source) =>
      bySource<unknown>(source, {
        table: ({ parts }) => parts.map(({ combined }) => combined.map(({ table }) => table)),
        listed: () => 'listed',
        aggr: ({ aggr }) => ['aggr', aggr],
      }),
    ),
  )
