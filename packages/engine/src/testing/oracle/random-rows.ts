import fc from 'fast-check'
import {
  overRange,
  type RangeName,
  type Reach,
  type RowResult,
  type RowsExpression,
  rankOf,
  reached,
  segmentOf,
} from './oracle-rows.js'

/**
 * Expressions about the rows of a table.
 *
 * @param bases how the measures are written that they are made from, in the order of a row's values; numbers all
 */
export const randomRowsExpression = (bases: readonly string[]): fc.Arbitrary<RowsExpression> => {
  const leaves = fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: bases.length - 1 }).map((index) => baseValue(bases[index] ?? '0', index)) },
    { weight: 1, arbitrary: fc.boolean().map(rowNumber) },
    { weight: 1, arbitrary: fc.boolean().map(rowCount) },
  )
  const whole = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -2, max: 3 }).map(literal) },
    { weight: 1, arbitrary: fc.boolean().map(rowNumber) },
    { weight: 1, arbitrary: fc.constant(missing) },
  )
  const reach = fc.constantFrom<Reach>('Above', 'Below', 'Top', 'Bottom')
  const over = (inner: fc.Arbitrary<RowsExpression>) =>
    fc.oneof(
      fc
        .tuple(reach, fc.boolean(), inner, fc.option(whole, { nil: undefined }))
        .map(([name, total, value, offset]) => oneRow(name, total, value, offset)),
      fc
        .tuple(ranges, reach, fc.boolean(), inner, whole, whole, fc.option(inner, { nil: undefined }))
        .map(([range, name, total, value, offset, count, beside]) =>
          rangeOver(range, { name, total, value, offset, count }, beside),
        ),
      fc
        .tuple(fc.boolean(), inner, fc.nat({ max: 4 }), fc.nat({ max: 2 }))
        .map(([total, value, mode, format]) => ranked(total, value, mode, format)),
    )
  return fc.oneof({ weight: 4, arbitrary: over(leaves) }, { weight: 2, arbitrary: over(over(leaves)) }, leaves)
}

const ranges = fc.constantFrom<RangeName>(
  'RangeSum',
  'RangeAvg',
  'RangeMin',
  'RangeMax',
  'RangeCount',
  'RangeNullCount',
  'RangeStdev',
)

const baseValue = (source: string, index: number): RowsExpression => ({
  source,
  ordered: false,
  evaluate: ({ rows }, at) => {
    const value = rows[at]?.values[index]
    return { number: typeof value === 'number' ? value : null }
  },
})

const literal = (number: number): RowsExpression => ({
  source: String(number),
  ordered: false,
  evaluate: () => ({ number }),
})

const missing: RowsExpression = { source: 'Null()', ordered: false, evaluate: () => ({ number: null }) }

const qualifier = (total: boolean): string => (total ? 'TOTAL ' : '')

const rowNumber = (total: boolean): RowsExpression => ({
  source: `RowNo(${qualifier(total)})`,
  ordered: true,
  evaluate: (table, at) => ({ number: segmentOf(table, at, total).indexOf(at) + 1 }),
})

const rowCount = (total: boolean): RowsExpression => ({
  source: `NoOfRows(${qualifier(total)})`,
  ordered: true,
  evaluate: (table, at) => ({ number: segmentOf(table, at, total).length }),
})

const oneRow = (
  name: Reach,
  total: boolean,
  value: RowsExpression,
  offset: RowsExpression | undefined,
): RowsExpression => ({
  source: `${name}(${qualifier(total)}${value.source}${offset ? `, ${offset.source}` : ''})`,
  ordered: true,
  evaluate: (table, at) => {
    const from = offset ? offset.evaluate(table, at).number : 1
    if (from === null) return { number: null }
    const [position] = reached(name, segmentOf(table, at, total), at, from, 1)
    return position === undefined ? { number: null } : value.evaluate(table, position)
  },
})

interface Call {
  readonly name: Reach
  readonly total: boolean
  readonly value: RowsExpression
  readonly offset: RowsExpression
  readonly count: RowsExpression
}

/** Deviations gather what stands beside several rows, up to a count that is written. */
const rangeOver = (range: RangeName, call: Call, asked: RowsExpression | undefined): RowsExpression => {
  const { name, total, value, offset, count } = call
  const beside = range === 'RangeStdev' && !/^\d+$/.test(count.source) ? undefined : asked
  const several = `${name}(${qualifier(total)}${value.source}, ${offset.source}, ${count.source})`
  return {
    source: `${range}(${several}${beside ? `, ${beside.source}` : ''})`,
    ordered: true,
    evaluate: (table, at) => {
      const from = offset.evaluate(table, at).number
      const many = count.evaluate(table, at).number
      const positions = from === null || many === null ? [] : reached(name, segmentOf(table, at, total), at, from, many)
      const values = positions.map((position) => value.evaluate(table, position).number)
      if (beside) values.push(beside.evaluate(table, at).number)
      return { number: overRange(range, values) }
    },
  }
}

const ranked = (total: boolean, value: RowsExpression, mode: number, format: number): RowsExpression => ({
  source: `Rank(${qualifier(total)}${value.source}, ${mode}, ${format})`,
  ordered: value.ordered,
  evaluate: (table, at): RowResult => {
    const segment = segmentOf(table, at, total)
    const values = segment.map((position) => value.evaluate(table, position).number)
    return rankOf(values, segment.indexOf(at), mode, format)
  },
})
