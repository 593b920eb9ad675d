import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { rateWhere } from './rate-search.js'

const financial = functionsOf('financial')

type Name = 'rate' | 'n' | 'pmt' | 'pv' | 'fv' | 'type'
type Given = Readonly<Record<Name, string>>

const paid = 'Money that is paid is negative, money that is received positive.'
const parameter = {
  rate: { name: 'rate' },
  n: { name: 'periods' },
  pmt: { name: 'payment' },
  pv: { name: 'present' },
  fv: { name: 'future' },
  type: { name: 'type', optional: true },
} as const

/** SQL of (1 + rate)^n, and of what n payments of one are worth at the end of the last period. */
const growth = ({ rate, n }: Given): string => `pow(1 + ${rate}, ${n})`
const annuity = (of: Given): string =>
  `(CASE WHEN ${of.rate} = 0 THEN ${of.n} ELSE (1 + ${of.rate} * (CASE WHEN ${of.type} = 0 THEN 0 ELSE 1 END)) * (${growth(of)} - 1) / ${of.rate} END)`

const computed = (values: Partial<Record<Name, SqlValue | undefined>>, print: (of: Given) => string): string => {
  const names: readonly Name[] = ['rate', 'n', 'pmt', 'pv', 'fv', 'type']
  const entries = names.map((name) => [name, values[name]?.number ?? '0.0::DOUBLE'] as const)
  return computedOnce('v', Object.fromEntries(entries) as Record<Name, string>, (of) =>
    computedOnce(
      'r',
      { r: `(CASE WHEN ${of.rate} > -1 THEN ${print(of)} END)` },
      ({ r }) => `CASE WHEN isfinite(${r}) THEN ${r} END`,
    ),
  )
}

export const annuities = [
  financial.number({
    name: 'FV',
    parameters: [parameter.rate, parameter.n, parameter.pmt, { ...parameter.pv, optional: true }, parameter.type],
    description: `What an investment is worth after a number of equal payments, at the end (type 0) or the start (1) of each period. ${paid}`,
    examples: [
      ['Round(FV(0.005, 36, -20), 0.01)', 786.72],
      ['FV(0, 10, -5)', 50],
    ],
    duckdb: ([rate, n, pmt, pv, type]) =>
      computed({ rate, n, pmt, pv, type }, (of) => `-(${of.pv} * ${growth(of)} + ${of.pmt} * ${annuity(of)})`),
  }),
  financial.number({
    name: 'PV',
    parameters: [parameter.rate, parameter.n, parameter.pmt, { ...parameter.fv, optional: true }, parameter.type],
    description: `What a number of equal payments is worth today. ${paid}`,
    examples: [['Round(PV(0.07 / 12, 12 * 5, -100, 0, 0), 0.01)', 5_050.2]],
    duckdb: ([rate, n, pmt, fv, type]) =>
      computed({ rate, n, pmt, fv, type }, (of) => `-(${of.fv} + ${of.pmt} * ${annuity(of)}) / ${growth(of)}`),
  }),
  financial.number({
    name: 'Pmt',
    parameters: [parameter.rate, parameter.n, parameter.pv, { ...parameter.fv, optional: true }, parameter.type],
    description: `The payment of each period that pays a loan off. ${paid}`,
    examples: [['Round(Pmt(0.1 / 12, 8, 20000), 0.01)', -2_594.66]],
    duckdb: ([rate, n, pv, fv, type]) =>
      computed(
        { rate, n, pv, fv, type },
        (of) => `(CASE WHEN ${of.n} <> 0 THEN -(${of.pv} * ${growth(of)} + ${of.fv}) / ${annuity(of)} END)`,
      ),
  }),
  financial.number({
    name: 'nPer',
    parameters: [parameter.rate, parameter.pmt, parameter.pv, { ...parameter.fv, optional: true }, parameter.type],
    description: `How many payments lead from a present to a future value. ${paid}`,
    examples: [
      ['Round(nPer(0.005, -20, 0, 800), 0.01)', 36.56],
      ['nPer(0, -20, 0, 800)', 40],
    ],
    duckdb: ([rate, pmt, pv, fv, type]) =>
      computed({ rate, pmt, pv, fv, type }, (of) => {
        const due = `(${of.pmt} * (1 + ${of.rate} * (CASE WHEN ${of.type} = 0 THEN 0 ELSE 1 END)))`
        return computedOnce(
          'q',
          { q: `((${due} - ${of.fv} * ${of.rate}) / (${due} + ${of.pv} * ${of.rate}))` },
          ({ q }) =>
            `CASE WHEN ${of.rate} = 0 AND ${of.pmt} <> 0 THEN -(${of.pv} + ${of.fv}) / ${of.pmt} WHEN ${of.rate} <> 0 AND ${q} > 0 THEN ln(${q}) / ln(1 + ${of.rate}) END`,
        )
      }),
  }),
  financial.number({
    name: 'Rate',
    parameters: [parameter.n, parameter.pmt, parameter.pv, { ...parameter.fv, optional: true }, parameter.type],
    description: `The interest of each period at which equal payments pay a loan off, between -99 % and 14,000 %. ${paid}`,
    missing: 'Missing, too, where there is none.',
    examples: [
      ['Round(Rate(60, -300, 10000), 0.0001)', 0.0218],
      ['Rate(10, 5, 10)', null],
    ],
    duckdb: ([n, pmt, pv, fv, type]) =>
      computed({ n, pmt, pv, fv, type }, (of) =>
        rateWhere((log) =>
          computedOnce('g', { g: `exp(-abs(${log}) * ${of.n})`, i: `(exp(${log}) - 1)` }, ({ g, i }) => {
            const due = `${of.pmt} * (1 + ${i} * (CASE WHEN ${of.type} = 0 THEN 0 ELSE 1 END)) * (1 - ${g}) / ${i}`
            return `(CASE WHEN ${log} = 0 THEN ${of.pv} + ${of.pmt} * ${of.n} + ${of.fv} WHEN ${log} > 0 THEN ${of.pv} + ${due} + ${of.fv} * ${g} ELSE ${of.pv} * ${g} - ${due} + ${of.fv} END)`
          }),
        ),
      ),
  }),
]
