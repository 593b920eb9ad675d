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
  const merged = entries.flatMap((entry) => parts.merged(entry) ?? [])
  if (merged.length < entries.length) return undefined
  const groups = planGroups(around, part.groups.keys, parts.all(), own, true)
  // What is added must not make groups that were not there.
  const known = branchesOf(part.groups)
  if (!branchesOf(groups).every((branch) => known.some((other) => haveSameRows(other, branch)))) return undefined
  return areOfOneGroup(groups, new Set(merged.flatMap(indexesOf))) ? { part: { ...part, groups }, merged } : undefined
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
