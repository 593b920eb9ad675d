import { type AggregateArgument, numericAggregate, perRow } from '../aggregate-function.js'
import { internalRate, presentWorth } from '../financial/cash-flows.js'

const missing = 'Rows without an amount or a date are left out.'
const rate = { name: 'rate', per: 'aggregate', side: 'number' } as const

/** Amounts at dates, in years of 365 days from the first of them. */
const dated = (amount: AggregateArgument, date: AggregateArgument): string => {
  const both = `FILTER (WHERE ${amount.number} IS NOT NULL AND ${date.number} IS NOT NULL)`
  // In an order of their own, as sums are rounded by it.
  const rows = `list_sort(list({'d': ${date.number}, 'v': ${amount.number}}) ${both})`
  return `list_transform(${rows}, lambda r: {'v': r.v, 't': (r.d - min(${date.number}) ${both}) / 365})`
}

/** Amounts of consecutive periods, in the load order of their rows; one that is left out takes no period. */
const periodic = (amount: AggregateArgument, first: 0 | 1): string => {
  const rows = `list({'o': ${amount.place}, 'v': ${amount.number}}) FILTER (WHERE ${amount.number} IS NOT NULL)`
  return `list_transform(list_sort(${rows}), lambda r, i: {'v': r.v, 't': (i + ${first - 1})::DOUBLE})`
}

export const cashFlowAggregates = [
  numericAggregate({
    name: 'NPV',
    parameters: [rate, perRow('amount', 'number')],
    description:
      'What amounts at the ends of periods are worth today, in the order in which they were loaded, at a rate of interest of each period.',
    missing: 'Rows without an amount are left out.',
    examples: [
      ['NPV(0, amount)', 35],
      ['Round(NPV(0.1, amount), 0.01)', 29.38],
    ],
    duckdb: ([discount, amount]) => presentWorth(periodic(amount, 1), discount.number),
  }),
  numericAggregate({
    name: 'IRR',
    parameters: [perRow('amount', 'number')],
    description:
      'The rate of interest of each period, between -99 % and 14,000 %, at which amounts of consecutive periods are worth nothing, in the order in which they were loaded.',
    missing: 'Rows without an amount are left out. Missing, too, where there is no such rate.',
    examples: [
      ['IRR(If(id = 1, -amount, If(id = 2, amount)))', 1],
      ['IRR(amount)', null],
    ],
    duckdb: ([amount]) => internalRate(periodic(amount, 0)),
  }),
  numericAggregate({
    name: 'XNPV',
    parameters: [rate, perRow('amount', 'number'), perRow('date', 'number')],
    description:
      'What amounts at dates are worth at the first of them, at a yearly rate of interest; years have 365 days.',
    missing,
    examples: [
      ['XNPV(0.1, amount, 45000)', 35],
      ['Round(XNPV(0.1, amount, 45000 + 365 * id), 0.01)', 32.31],
    ],
    duckdb: ([discount, amount, date]) => presentWorth(dated(amount, date), discount.number),
  }),
  numericAggregate({
    name: 'XIRR',
    parameters: [perRow('amount', 'number'), perRow('date', 'number')],
    description:
      'The yearly rate of interest at which amounts at dates are worth nothing, between -99 % and 14,000 %; years have 365 days.',
    missing: `${missing} Missing, too, where there is no such rate.`,
    examples: [
      ['Round(XIRR(If(id = 1, -amount, amount), 45000 + 365 * id), 0.001)', 1.225],
      ['XIRR(amount, 45000 + id)', null],
    ],
    duckdb: ([amount, date]) => internalRate(dated(amount, date)),
  }),
]
