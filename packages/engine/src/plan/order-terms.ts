import type { TypedExpression } from '../expressions/typed-expression.js'
import type { CubeDimension } from './checked-cube.js'
import type { OrderTerm } from './cube.js'
import type { Surroundings } from './cube-scopes.js'
import { fieldKey, type GroupKey, plainKey } from './group-key.js'
import { isLimited } from './limited-key.js'

/** What orders the rows of a cube by one of its dimensions, at a position among its keys. */
export const orderOfDimension = (
  around: Surroundings,
  { key: own, order }: Pick<CubeDimension, 'key' | 'order'>,
  key: number,
): readonly OrderTerm[] => {
  const grouped = plainKey(own)
  const { state, expression, frequency, numeric, text, first, loadOrder } = order
  const valueOfKey = (measure: TypedExpression) => around.planMeasures(around, [grouped], [measure])
  const terms: OrderTerm[] = isLimited(own) ? [othersLast(key)] : []
  if (state) terms.push({ by: 'elements', key, first: state.selected, direction: state.direction })
  if (expression) terms.push({ by: 'cube', key, cube: valueOfKey(expression.value), direction: expression.direction })
  if (frequency) {
    const count = valueOfKey({ kind: 'aggregate', aggregate: frequency.count })
    terms.push({ by: 'cube', key, cube: count, direction: frequency.direction })
  }
  if (numeric && hasNumbers(grouped)) terms.push({ by: 'number', key, direction: numeric })
  if (text) terms.push({ by: 'text', key, direction: text })
  if (first) {
    for (const aggregate of first.positions) {
      const [field] = aggregate.fields
      const loaded = field && around.scopes.loaded(field)
      const { direction } = first
      if (!loaded) terms.push({ by: 'cube', key, cube: valueOfKey({ kind: 'aggregate', aggregate }), direction })
      else
        terms.push({
          by: 'first value',
          key,
          cube: around.planMeasures(around, [grouped, fieldKey(field)], []),
          loaded,
          direction,
        })
    }
  }
  // Two values never tie: rows of one value stay together, whatever later columns are sorted by.
  terms.push({ by: 'load order', key, direction: loadOrder ?? 1, ...loadedOrder(around, grouped) })
  return terms
}

/** Whatever rows are sorted by, the others come last. */
export const othersLast = (key: number): OrderTerm => ({ by: 'others', key, direction: 1 })

/** A field of texts alone has no numbers to be sorted by. */
const hasNumbers = (key: GroupKey): boolean => {
  const plain = plainKey(key)
  return plain.kind === 'calculated' || plain.field.min !== null
}

const loadedOrder = ({ scopes }: Surroundings, key: GroupKey) => {
  const loaded = key.kind === 'field' ? scopes.loaded(key.field) : undefined
  return loaded ? { loaded } : {}
}
