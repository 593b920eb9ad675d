import { type Aggregate, aggregatesOf, type TypedExpression } from '../expressions/typed-expression.js'
import type { DataModel } from '../model/data-model.js'
import type { CheckedCube, CubeDimension } from './checked-cube.js'
import type { Cube, NumberedAggregate, Total } from './cube.js'
import type { CubePlan, OrderTerm, RowCondition } from './cube-plan.js'
import type { CubeScopes, PlanMeasures, Surroundings } from './cube-scopes.js'
import { type GroupKey, isKeyOf } from './group-key.js'
import { planGroups } from './plan-groups.js'

/** Plans a checked cube over the records of its sets. */
export const planCube = (model: DataModel, checked: CheckedCube, scopes: CubeScopes): CubePlan => {
  const around = { model, scope: scopes.selected, scopes, planMeasures }
  return {
    cube: planMeasures(
      around,
      checked.dimensions.map(({ key }) => key),
      checked.measures.map(({ expression }) => expression),
    ),
    conditions: rowConditions(checked),
    order: checked.sortOrder.flatMap((column) => orderOfColumn(around, checked, column)),
  }
}

/** Plans measures grouped by keys; an aggregate with `TOTAL` is joined to the groups from coarser ones. */
const planMeasures: PlanMeasures = (around, keys, measures): Cube => {
  const aggregates = [...new Set(measures.flatMap(aggregatesOf))]
  const coarser = new Map<string, { readonly kept: readonly number[]; readonly aggregates: NumberedAggregate[] }>()
  const own: NumberedAggregate[] = []
  for (const [index, aggregate] of aggregates.entries()) {
    const kept = keptKeys(keys, aggregate)
    if (kept.length === keys.length) {
      own.push({ index, aggregate })
      continue
    }
    const total = coarser.get(kept.join()) ?? { kept, aggregates: [] }
    total.aggregates.push({ index, aggregate })
    coarser.set(kept.join(), total)
  }
  const totals = [...coarser.values()].map((total): Total => {
    const keptOf = total.kept.flatMap((index) => keys[index] ?? [])
    return { kept: total.kept, groups: planGroups(around, keptOf, total.aggregates, false) }
  })
  return { keys, groups: planGroups(around, keys, own, true), totals, aggregates, measures }
}

/** Positions of the keys that group an aggregate. */
const keptKeys = (keys: readonly GroupKey[], { total }: Aggregate): readonly number[] =>
  keys.flatMap((key, index) => (total === null || total.some((field) => isKeyOf(key, field)) ? [index] : []))

const rowConditions = ({
  dimensions,
  measures,
  suppressZero,
  suppressMissing,
}: CheckedCube): readonly RowCondition[] => {
  const present = dimensions.flatMap(({ nullSuppression }, key): readonly RowCondition[] =>
    nullSuppression ? [{ kind: 'key is present', key }] : [],
  )
  if (dimensions.length === 0 || measures.length === 0) return present
  if (suppressZero) return [...present, { kind: 'some measure is not zero' }]
  return suppressMissing ? [...present, { kind: 'some measure is present' }] : present
}

const orderOfColumn = (around: Surroundings, checked: CheckedCube, column: number): readonly OrderTerm[] => {
  const dimension = checked.dimensions[column]
  if (dimension) return orderOfDimension(around, dimension, column)
  const measure = column - checked.dimensions.length
  const direction = checked.measures[measure]?.order
  return direction ? [{ by: 'measure', measure, direction }] : []
}

const orderOfDimension = (
  around: Surroundings,
  { key: grouped, order }: CubeDimension,
  key: number,
): readonly OrderTerm[] => {
  const { state, expression, frequency, numeric, text, loadOrder } = order
  const valueOfKey = (measure: TypedExpression) => planMeasures(around, [grouped], [measure])
  const terms: OrderTerm[] = []
  if (state) terms.push({ by: 'elements', key, first: state.selected, direction: state.direction })
  if (expression) terms.push({ by: 'cube', key, cube: valueOfKey(expression.value), direction: expression.direction })
  if (frequency) {
    const count = valueOfKey({ kind: 'aggregate', aggregate: frequency.count })
    terms.push({ by: 'cube', key, cube: count, direction: frequency.direction })
  }
  if (numeric) terms.push({ by: 'number', key, direction: numeric })
  if (text) terms.push({ by: 'text', key, direction: text })
  // Two values never tie: rows of one value stay together, whatever later columns are sorted by.
  terms.push({ by: 'load order', key, direction: loadOrder ?? 1 })
  return terms
}
