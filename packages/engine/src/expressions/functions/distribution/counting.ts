import { computedOnce } from '../computed-once.js'
import { maxParameter } from './backward.js'
import { distribution, isCount, isInside } from './distribution-function.js'
import { incompleteBeta } from './incomplete-beta.js'
import { incompleteGamma } from './incomplete-gamma.js'
import { firstWhereNot } from './search.js'

const value = { name: 'value' } as const
const probability = { name: 'probability' } as const
const draws = [{ name: 'trials' }, { name: 'chance' }] as const
const mean = { name: 'mean' } as const

/** SQL of the probability of at most k successes. */
const binomialUpTo = (k: string, n: string, p: string): string =>
  computedOnce(
    'x',
    { a: `(${n} - ${k})`, b: `(${k} + 1)`, x: `(1 - ${p})`, y: p },
    (x) => `(CASE WHEN ${x.a} <= 0 THEN 1.0 ELSE ${incompleteBeta(x, 'lower')} END)`,
  )

/** SQL of the probability of at most k events. */
const poissonUpTo = (k: string, expected: string): string =>
  computedOnce('x', { a: `(${k} + 1)` }, ({ a }) => incompleteGamma(a, expected, 'upper'))

const areDraws = (trials: string, chance: string): string =>
  `${isCount(trials)} AND ${trials} < ${maxParameter} AND ${chance} BETWEEN 0 AND 1`
const isMean = (expected: string): string => `${expected} > 0 AND ${expected} <= ${maxParameter / 2}`

export const countingDistributions = [
  distribution({
    name: 'BinomFrequency',
    parameters: [value, ...draws],
    description: 'The probability of a number of successes in a number of trials, each with a chance of 0 to 1.',
    examples: [
      ['Round(BinomFrequency(3, 10, 0.5), 0.0001)', 0.1172],
      ['BinomFrequency(11, 10, 0.5)', null],
    ],
    domain: ({ value: k, trials, chance }) => `${isCount(k)} AND ${k} <= ${trials} AND ${areDraws(trials, chance)}`,
    print: ({ value: k, trials: n, chance: p }) =>
      `(CASE WHEN ${p} IN (0, 1) THEN (CASE WHEN ${k} = ${n} * ${p} THEN 1.0 ELSE 0.0 END) ELSE exp(lgamma(${n} + 1) - lgamma(${k} + 1) - lgamma(${n} - ${k} + 1) + ${k} * ln(${p}) + (${n} - ${k}) * ln(1 - ${p})) END)`,
  }),
  distribution({
    name: 'BinomDist',
    parameters: [value, ...draws],
    description: 'The probability of at most a number of successes in a number of trials.',
    examples: [
      ['Round(BinomDist(3, 10, 0.5), 0.0001)', 0.1719],
      ['BinomDist(10, 10, 0.5)', 1],
    ],
    domain: ({ value: k, trials, chance }) => `${isCount(k)} AND ${k} <= ${trials} AND ${areDraws(trials, chance)}`,
    print: ({ value: k, trials, chance }) => binomialUpTo(k, trials, chance),
  }),
  distribution({
    name: 'BinomInv',
    parameters: [probability, ...draws],
    description: 'The lowest number of successes that at most as many have at least a probability.',
    examples: [
      ['BinomInv(0.171875, 10, 0.5)', 3],
      ['BinomInv(0.5, 10, 0.5)', 5],
    ],
    domain: ({ probability: q, trials, chance }) => `${isInside(q)} AND ${areDraws(trials, chance)}`,
    print: ({ probability: q, trials, chance }) =>
      firstWhereNot((k) => `${k} < ${trials} AND ${binomialUpTo(k, trials, chance)} < ${q} * (1 - 1e-12)`),
  }),
  distribution({
    name: 'PoissonFrequency',
    parameters: [value, mean],
    description: 'The probability of a number of events where a mean is expected.',
    examples: [['Round(PoissonFrequency(2, 3), 0.0001)', 0.224]],
    domain: ({ value: k, mean: m }) => `${isCount(k)} AND ${k} < ${maxParameter} AND ${isMean(m)}`,
    print: ({ value: k, mean: m }) => `exp(${k} * ln(${m}) - ${m} - lgamma(${k} + 1))`,
  }),
  distribution({
    name: 'PoissonDist',
    parameters: [value, mean],
    description: 'The probability of at most a number of events where a mean is expected.',
    examples: [
      ['Round(PoissonDist(2, 3), 0.0001)', 0.4232],
      ['PoissonDist(-1, 3)', null],
    ],
    domain: ({ value: k, mean: m }) => `${isCount(k)} AND ${k} < ${maxParameter} AND ${isMean(m)}`,
    print: ({ value: k, mean: m }) => poissonUpTo(k, m),
  }),
  distribution({
    name: 'PoissonInv',
    parameters: [probability, mean],
    description: 'The lowest number of events that at most as many have at least a probability.',
    examples: [
      ['PoissonInv(0.42319008, 3)', 2],
      ['PoissonInv(0.5, 3)', 3],
    ],
    domain: ({ probability: q, mean: m }) => `${isInside(q)} AND ${isMean(m)}`,
    print: ({ probability: q, mean: m }) =>
      firstWhereNot((k) => `${k} < ${maxParameter - 1} AND ${poissonUpTo(k, m)} < ${q} * (1 - 1e-12)`),
  }),
]
