import { computedOnce } from '../computed-once.js'
import { internalRate, presentWorth } from '../financial/cash-flows.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { inPairs } from './in-pairs.js'
import { numbersOf } from './numbers-of-rows.js'

const ranges = functionsOf('range')
const skipped = 'Missing values and texts are left out.'

/** Amounts at the ends of periods; one that is left out takes no period. */
const periodic = (amounts: readonly SqlValue[], first: number): string => {
  return `list_transform(${numbersOf(amounts)}, lambda n, i: {'v': n, 't': (i + ${first - 1})::DOUBLE})`
}

/** Amounts and dates in turn, in years of 365 days from the first date. */
const dated = (name: string, values: readonly SqlValue[]): string => {
  const pairs = inPairs(name, values).map(([amount, date]) => `{'v': ${amount.number}, 'd': ${date.number}}`)
  return computedOnce(
    'd',
    { f: `[${pairs.join(', ')}]` },
    ({ f }) =>
      `list_transform(list_filter(${f}, lambda f: f.v IS NOT NULL AND f.d IS NOT NULL), lambda g: {'v': g.v, 't': (g.d - list_extract(${f}, 1).d) / 365})`,
  )
}

export const rangeCashFlows = [
  ranges.number({
    name: 'RangeNPV',
    parameters: [{ name: 'rate' }, { name: 'amount' }],
    more: { name: 'amount' },
    description: 'What amounts at the ends of periods are worth today at a rate of interest of each period.',
    missing: skipped,
    examples: [['Round(RangeNPV(0.1, -10000, 3000, 4200, 6800), 0.01)', 1_188.44]],
    rows: 'few',
    duckdb: ([rate, first], more) => presentWorth(periodic([first, ...more], 1), rate.number),
  }),
  ranges.number({
    name: 'RangeIRR',
    parameters: [{ name: 'amount' }],
    more: { name: 'amount' },
    description: 'The rate of interest of each period at which amounts of consecutive periods are worth nothing.',
    missing: `${skipped} Missing, too, where there is no such rate.`,
    examples: [
      ['Round(RangeIRR(-70000, 12000, 15000, 18000, 21000, 26000), 0.0001)', 0.0866],
      ['RangeIRR(1, 2)', null],
    ],
    rows: 'few',
    duckdb: ([first], more) => internalRate(periodic([first, ...more], 0)),
  }),
  ranges.number({
    name: 'RangeXNPV',
    parameters: [{ name: 'rate' }, { name: 'amount' }, { name: 'date' }],
    more: { name: 'amount, date' },
    description:
      'What amounts at dates are worth at the first of them, at a yearly rate of interest; years have 365 days.',
    missing: skipped,
    examples: [["Round(RangeXNPV(0.1, -2500, '2008-01-01', 2750, '2008-09-01'), 0.01)", 80.25]],
    duckdb: ([rate, first, date], more) => presentWorth(dated('RangeXNPV', [first, date, ...more]), rate.number),
  }),
  ranges.number({
    name: 'RangeXIRR',
    parameters: [{ name: 'amount' }, { name: 'date' }],
    more: { name: 'amount, date' },
    description: 'The yearly rate of interest at which amounts at dates are worth nothing; years have 365 days.',
    missing: `${skipped} Missing, too, where there is no such rate.`,
    examples: [["Round(RangeXIRR(-2500, '2008-01-01', 2750, '2008-09-01'), 0.0001)", 0.1532]],
    duckdb: ([first, date], more) => internalRate(dated('RangeXIRR', [first, date, ...more])),
  }),
]
