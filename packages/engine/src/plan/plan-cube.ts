import { type Aggregate, aggregatesOf } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { type KeyCluster, keyClusters, tableGroupsOf } from './associated-keys.js'
import type { CheckedCube, CubeDimension } from './checked-cube.js'
import type { Cube, CubePart, NumberedAggregate, OrderTerm } from './cube.js'
import type { CubePlan, RowCondition } from './cube-plan.js'
import type { CubeScopes, PlanMeasures, Surroundings } from './cube-scopes.js'
import { fieldsOfKey, type GroupKey, isSameKey } from './group-key.js'
import { isLimited } from './limited-key.js'
import { limitedKeys } from './limited-keys.js'
import { orderOfDimension, othersLast } from './order-terms.js'
import { planGroups } from './plan-groups.js'
import { mergeGrandTotals, totalsBeside, withMergedTotals } from './plan-totals.js'
import { planWindows, rowsInLoadOrder } from './plan-windows.js'

/** Plans a checked cube over the records of its sets. */
export const planCube = (model: DataModel, checked: CheckedCube, scopes: CubeScopes): CubePlan => {
  const around = { model, scope: scopes.selected, scopes, planMeasures }
  const own = (checked.totalOf ?? checked.dimensions.map(({ key }) => key)).flatMap(fieldsOfKey)
  const keys = limitedKeys(around, checked, own)
  const dimensions = checked.dimensions.map((dimension, position) => ({
    ...dimension,
    key: keys[position] ?? dimension.key,
  }))
  return {
    cube: planMeasures(
      around,
      keys,
      checked.measures.map(({ expression }) => expression),
      own,
      { dimensions, priority: checked.sortOrder, pivot: checked.pivot },
    ),
    conditions: rowConditions(checked),
    order: decidingColumns(checked).flatMap((column) => orderOfColumn(around, checked, dimensions, column)),
  }
}

/** A cube, and its totals, which count each row of data once, whatever rows the cube has. */
export interface CubeWithTotals {
  readonly plan: CubePlan
  /** Planned when they are asked for. */
  readonly totals: () => CubePlan
  /** Whether the totals are made of the groups of the cube. */
  readonly merged: boolean
}

/** Plans a checked cube with its totals, which are made of its groups where these can tell them. */
export const planCubeWithTotals = (model: DataModel, checked: CheckedCube, scopes: CubeScopes): CubeWithTotals => {
  const around = { model, scope: scopes.selected, scopes, planMeasures }
  const keys = checked.dimensions.map(({ key }) => key)
  if (keys.length === 0) {
    // One row has no order.
    const plan = planCube(model, { ...checked, sortOrder: [] }, scopes)
    return { plan, totals: () => plan, merged: false }
  }
  const plan = planCube(model, checked, scopes)
  const totalOf = checked.totalOf ?? keys
  const own = totalOf.flatMap(fieldsOfKey)
  const planTotals = () => planCube(model, { ...checked, dimensions: [], sortOrder: [], totalOf }, scopes)
  if (plan.cube.keys.some(isLimited)) return { plan, totals: planTotals, merged: false }
  const beside = totalsBeside(around, plan.cube, own)
  if (beside)
    return {
      plan: { ...plan, cube: beside },
      totals: () => withMerged(around, plan, planTotals(), own).totals,
      merged: true,
    }
  const { cube, totals, merged } = withMerged(around, plan, planTotals(), own)
  return { plan: { ...plan, cube }, totals: () => totals, merged }
}

/** Totals that are made of the groups of a cube where they can be, with that cube. */
const withMerged = (around: Surroundings, { cube }: CubePlan, totals: CubePlan, own: readonly FieldModel[]) => {
  const merged = mergeGrandTotals(around, cube, totals.cube, own)
  return merged
    ? { cube: merged.cube, totals: { ...totals, cube: merged.totals }, merged: true }
    : { cube, totals, merged: false }
}

/**
 * Plans measures grouped by keys. Keys that are not associated with each other make a product of groups; an aggregate that
 * only some of them group, by `TOTAL` or as it is not associated with the others, is joined to it.
 */
const planMeasures: PlanMeasures = (
  around,
  keys,
  measures,
  own = keys.flatMap(fieldsOfKey),
  rows = rowsInLoadOrder(keys),
): Cube => {
  const aggregates = [...new Set(measures.flatMap(aggregatesOf))]
  const clusters = keyClusters(around.model, keys)
  const positions = clusters.length === 0 ? [[]] : clusters.map((cluster) => cluster.positions)
  const gathered = new Map(positions.map((kept) => [kept.join(), { kept, aggregates: [] as NumberedAggregate[] }]))
  for (const [index, aggregate] of aggregates.entries()) {
    const kept = groupingKeys(around, keys, clusters, aggregate, own)
    const part = gathered.get(kept.join()) ?? { kept, aggregates: [] }
    part.aggregates.push({ index, aggregate })
    gathered.set(kept.join(), part)
  }
  const parts = [...gathered.values()].map((part, position): CubePart => {
    const partKeys = part.kept.flatMap((index) => keys[index] ?? [])
    return { kept: part.kept, groups: planGroups(around, partKeys, part.aggregates, own, position < positions.length) }
  })
  const cube = {
    keys,
    parts: parts.slice(0, positions.length),
    totals: parts.slice(positions.length),
    merged: [],
    aggregates,
    measures,
    windows: planWindows(around, measures, rows),
  }
  // Others that are not shown count in totals just as well.
  if (keys.some(isLimited)) return cube
  const grouped = ({ aggregate }: NumberedAggregate) =>
    groupingKeys(around, keys, clusters, { ...aggregate, total: null }, own).length === keys.length
  return withMergedTotals(around, cube, own, grouped)
}

/** Positions of the keys that group an aggregate: those that it is associated with, without those that `TOTAL` leaves out. */
const groupingKeys = (
  { model }: Surroundings,
  keys: readonly GroupKey[],
  clusters: readonly KeyCluster[],
  { total, fields }: Aggregate,
  own: readonly FieldModel[],
): readonly number[] => {
  const tableGroups = tableGroupsOf(model, fields.length > 0 ? fields : own)
  return clusters
    .filter((cluster) => [...tableGroups].some((group) => cluster.tableGroups.has(group)))
    .flatMap((cluster) => cluster.positions)
    .filter((position) => total === null || total.some((key) => keys[position] && isSameKey(keys[position], key)))
    .sort((a, b) => a - b)
}

const rowConditions = ({
  dimensions,
  measures,
  suppressZero,
  suppressMissing,
}: CheckedCube): readonly RowCondition[] => {
  const present = dimensions.flatMap(({ nullSuppression }, key): readonly RowCondition[] =>
    nullSuppression ? [{ kind: 'key is present', key }] : [],
  )
  const counting = measures.flatMap(({ besideRows }, index) => (besideRows ? [] : [index]))
  if (dimensions.length === 0 || counting.length === 0) return present
  if (suppressZero) return [...present, { kind: 'some measure is not zero', measures: counting }]
  return suppressMissing ? [...present, { kind: 'some measure is present', measures: counting }] : present
}

/** No two rows agree in all dimensions: what comes behind the last of these decides nothing. */
const decidingColumns = ({ dimensions, sortOrder }: CheckedCube): readonly number[] => {
  const last = Math.max(...dimensions.map((_, column) => sortOrder.indexOf(column)))
  return sortOrder.slice(0, Math.max(last + 1, 0))
}

const orderOfColumn = (
  around: Surroundings,
  { measures }: CheckedCube,
  dimensions: readonly CubeDimension[],
  column: number,
): readonly OrderTerm[] => {
  const dimension = dimensions[column]
  if (dimension) return orderOfDimension(around, dimension, column)
  const measure = column - dimensions.length
  const direction = measures[measure]?.order
  const others = dimensions.flatMap(({ key }, position) => (isLimited(key) ? [othersLast(position)] : []))
  return direction ? [...others, { by: 'measure', measure, direction }] : []
}
