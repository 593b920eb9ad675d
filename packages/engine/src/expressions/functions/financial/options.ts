import { computedOnce } from '../computed-once.js'
import { normalBelow } from '../distribution/normal.js'
import { functionsOf } from '../scalar-function.js'

const financial = functionsOf('financial')

export const options = [
  financial.number({
    name: 'BlackAndSchole',
    parameters: [
      { name: 'strike' },
      { name: 'time' },
      { name: 'price' },
      { name: 'volatility' },
      { name: 'rate' },
      { name: 'type' },
    ],
    description:
      "The price of an option to buy (type 'c', 'call' or a number other than zero) or to sell ('p', 'put' or 0) by the model of Black and Scholes.",
    missing: 'Missing, too, where strike, time, price or volatility are not above zero.',
    examples: [
      ["Round(BlackAndSchole(130, 4, 68.5, 0.4, 0.04, 'call'), 0.001)", 11.245],
      ["BlackAndSchole(0, 4, 68.5, 0.4, 0.04, 'call')", null],
    ],
    duckdb: ([strike, time, price, volatility, rate, type]) =>
      computedOnce(
        'v',
        {
          k: strike.number,
          t: time.number,
          s: price.number,
          o: volatility.number,
          r: rate.number,
          w: `(CASE WHEN lower(${type.text}) IN ('c', 'call') OR ${type.number} <> 0 THEN 1 WHEN lower(${type.text}) IN ('p', 'put') OR ${type.number} = 0 THEN -1 END)`,
        },
        ({ k, t, s, o, r, w }) => {
          const d1 = `((ln(${s} / ${k}) + (${r} + ${o} * ${o} / 2) * ${t}) / (${o} * sqrt(${t})))`
          const priced = computedOnce(
            'd',
            { a: `(${w} * ${d1})`, b: `(${w} * (${d1} - ${o} * sqrt(${t})))` },
            ({ a, b }) => `${w} * (${s} * ${normalBelow(a)} - ${k} * exp(-${r} * ${t}) * ${normalBelow(b)})`,
          )
          const found = `(CASE WHEN ${k} > 0 AND ${t} > 0 AND ${s} > 0 AND ${o} > 0 THEN ${priced} END)`
          return computedOnce('f', { f: found }, ({ f }) => `CASE WHEN isfinite(${f}) THEN ${f} END`)
        },
      ),
  }),
]
