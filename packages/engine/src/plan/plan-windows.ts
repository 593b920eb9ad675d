import { firstElementOf, rowCountOf } from '../expressions/check-aggregate.js'
import { type Aggr, type AggrOrder, interRecordsOf, type TypedExpression } from '../expressions/typed-expression.js'
import type { DataModel } from '../model/data-model.js'
import type { CubeDimension, DimensionOrder } from './checked-cube.js'
import type { Axis, Windows } from './cube.js'
import type { ShownRows, Surroundings } from './cube-scopes.js'
import { fieldsOfKey, type GroupKey } from './group-key.js'
import { orderOfDimension } from './order-terms.js'

/**
 * The rows of a cube as its measures read them: in the order of the dimensions, each varying within those before it.
 * `null` where no measure reads other rows, or where there are none: in totals.
 */
export const planWindows = (
  around: Surroundings,
  measures: readonly TypedExpression[],
  { dimensions, priority, pivot }: ShownRows,
): Windows | null => {
  if (dimensions.length === 0 || measures.every((measure) => interRecordsOf(measure).length === 0)) return null
  const positions = [...new Set([...priority, ...dimensions.keys()])].filter((position) => dimensions[position])
  const left = dimensions.length - (pivot?.top ?? 0)
  const axis = (keys: readonly number[], isTotal: boolean): Axis => ({
    keys,
    order: keys.flatMap((position) => {
      const dimension = dimensions[position]
      return dimension ? orderOfDimension(around, dimension, position) : []
    }),
    seen: keys.length > 0 && !isTotal,
  })
  return {
    rows: axis(
      positions.filter((position) => position < left),
      pivot?.totals.includes('left') ?? false,
    ),
    columns: axis(
      positions.filter((position) => position >= left),
      pivot?.totals.includes('top') ?? false,
    ),
    present: positions.filter((position) => dimensions[position]?.nullSuppression),
  }
}

/** Rows by keys that nothing sorts: in load order, without those that lack a value. */
export const rowsInLoadOrder = (keys: readonly GroupKey[]): ShownRows => ({
  dimensions: keys.map((key) => ({ key, nullSuppression: true, order: {} })),
  priority: [],
})

/** The rows of an `Aggr`, in the order of its fields. */
export const rowsOfAggr = (model: DataModel, { dimensions, order }: Aggr): ShownRows => ({
  dimensions: dimensions.map(
    (key, index): CubeDimension => ({ key, nullSuppression: true, order: orderInAggr(model, key, order[index]) }),
  ),
  priority: [],
})

const orderInAggr = (model: DataModel, key: GroupKey, order: AggrOrder | undefined): DimensionOrder => {
  if (!order) return {}
  const fields = [...new Set(fieldsOfKey(key))]
  const [counted] = fields
  const { by, direction } = order
  const orders: Readonly<Record<AggrOrder['by'], () => DimensionOrder>> = {
    NUMERIC: () => ({ numeric: direction }),
    TEXT: () => ({ text: direction }),
    FREQUENCY: () => (counted ? { frequency: { count: rowCountOf(model, counted), direction } } : {}),
    // What an expression makes of rows has its place by the first values that it makes it of.
    LOAD_ORDER: () =>
      key.kind === 'field'
        ? { loadOrder: direction }
        : { first: { positions: fields.map((field) => firstElementOf(model, field)), direction } },
  }
  return orders[by]()
}
