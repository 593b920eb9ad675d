import { type Aggregate, aggregatesOf, type TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { keyClusters } from './associated-keys.js'
import type { CheckedCube, CheckedDimension, CubeDimension, DimensionLimit } from './checked-cube.js'
import type { RowCondition } from './cube-plan.js'
import type { Surroundings } from './cube-scopes.js'
import type { GroupKey } from './group-key.js'
import { isLimited, type KeyLimit, type LimitedKey } from './limited-key.js'
import { orderOfDimension } from './order-terms.js'

/**
 * The keys of a cube, limited as its dimensions say: values of an inner dimension are ranked within each value of the outer
 * ones on the same side of the table, as long as their tables are associated.
 *
 * @param own fields of the tables whose rows an aggregation without a field runs over
 */
export const limitedKeys = (
  around: Surroundings,
  checked: CheckedCube,
  own: readonly FieldModel[],
): readonly GroupKey[] => {
  const { dimensions, nesting = [...dimensions.keys()] } = checked
  if (dimensions.every(({ limit }) => !limit)) return dimensions.map(({ key }) => key)
  const keys: GroupKey[] = dimensions.map(({ key }) => key)
  const outerOf = outerDimensions(around, checked, nesting)
  for (const position of nesting) {
    const dimension = dimensions[position]
    if (!dimension) continue
    const outer = outerOf(position).map((other) => ({ ...dimensions[other], key: keys[other] }))
    const collapsedBy = outer.flatMap(({ key, limit }) => (key && isLimited(key) && limit?.collapses ? [key] : []))
    if (!dimension.limit && collapsedBy.length === 0) continue
    const within = outer.flatMap((other): readonly CubeDimension[] => {
      const { key, nullSuppression = false, order = {} } = other
      return key ? [{ key, nullSuppression, order }] : []
    })
    keys[position] = {
      kind: 'limited',
      key: dimension.key,
      limit: dimension.limit ? keyLimit(around, checked, own, dimension, dimension.limit, within) : null,
      collapsedBy,
      withoutMissing: dimension.nullSuppression,
    } satisfies LimitedKey
  }
  return keys
}

const outerDimensions = (
  { model }: Surroundings,
  { dimensions, pivot }: CheckedCube,
  nesting: readonly number[],
): ((position: number) => readonly number[]) => {
  const clusters = keyClusters(
    model,
    dimensions.map(({ key }) => key),
  )
  const left = dimensions.length - (pivot?.top ?? 0)
  return (position) => {
    const associated = clusters.find(({ positions }) => positions.includes(position))?.positions ?? []
    return nesting
      .slice(0, nesting.indexOf(position))
      .filter((other) => associated.includes(other) && other < left === position < left)
  }
}

const keyLimit = (
  around: Surroundings,
  { measures }: CheckedCube,
  own: readonly FieldModel[],
  dimension: CheckedDimension,
  limit: DimensionLimit,
  outer: readonly CubeDimension[],
): KeyLimit => {
  const { by, direction, rule, keepsMissing, among, showsOthers } = limit
  const within = limit.global ? [] : outer
  const counting = measures.flatMap(({ besideRows, expression }) => (besideRows ? [] : [expression]))
  const all = measures.map(({ expression }) => expression)
  const ranked: readonly TypedExpression[] = [
    ...new Set([...(by ? [by] : []), ...(among === 'all' ? [] : counting), ...all.filter(mayMakeRows(own, by))]),
  ]
  const key = within.length
  const { key: plain, nullSuppression, order } = dimension
  // Each value of a row of the cube is ranked.
  const whole = { ...around, beside: own }
  const cube = around.planMeasures(whole, [...within.map((other) => other.key), plain], ranked, own, {
    dimensions: [...within, { key: plain, nullSuppression, order }],
    priority: [],
  })
  const positions = counting.map((measure) => ranked.indexOf(measure))
  const shown: readonly RowCondition[] =
    among === 'all' || positions.length === 0
      ? []
      : [{ kind: among === 'present' ? 'some measure is present' : 'some measure is not zero', measures: positions }]
  return {
    within: within.map((other) => other.key),
    showsOthers,
    ranking: {
      cube,
      order: [
        ...(by && direction ? [{ by: 'measure' as const, measure: 0, direction }] : []),
        ...orderOfDimension(around, { key: plain, order }, key),
      ],
      candidates: [...(nullSuppression ? [{ kind: 'key is present' as const, key }] : []), ...shown],
      rule,
      isMeasured: by !== null,
      keepsMissing,
    },
  }
}

/**
 * Whether a measure may make rows of a cube that neither its dimensions nor what values are ranked by do: rows beyond what is
 * selected, or of other tables.
 */
const mayMakeRows = (own: readonly FieldModel[], by: TypedExpression | null) => {
  const ranking = by ? aggregatesOf(by) : []
  const read = new Set([
    ...own.flatMap(({ tables }) => tables),
    ...ranking.filter(isOfSelectedRows).flatMap(({ grain }) => grain.flatMap(([table]) => table ?? [])),
  ])
  return (measure: TypedExpression): boolean =>
    aggregatesOf(measure).some(
      (aggregate) => !isOfSelectedRows(aggregate) || aggregate.grain.some(([table]) => !read.has(table ?? -1)),
    )
}

/** Whether an aggregation runs over rows of single tables, as they are selected. */
const isOfSelectedRows = ({ set, aggr, total, grain }: Aggregate): boolean =>
  set === null && aggr === null && total === null && grain.every(({ length }) => length === 1)
