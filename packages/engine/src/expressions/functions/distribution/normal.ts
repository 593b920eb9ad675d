import { computedOnce } from '../computed-once.js'
import { distribution, isInside } from './distribution-function.js'
import { incompleteGamma } from './incomplete-gamma.js'
import { normalQuantile } from './normal-quantile.js'

const half = '0.5::DOUBLE'

/** SQL of the probability above z, which is not negative. */
const aboveZ = (z: string): string =>
  computedOnce('h', { h: `(${z} * ${z} / 2)` }, ({ h }) => `${incompleteGamma(half, h, 'upper', 4)} / 2`)

/** SQL of the probability below a number of standard deviations. */
export const normalBelow = (deviations: string): string =>
  computedOnce('z', { z: deviations }, ({ z }) => `(CASE WHEN ${z} < 0 THEN ${aboveZ(z)} ELSE 1 - ${aboveZ(z)} END)`)

const mean = { name: 'mean', optional: true, otherwise: 0 } as const
const deviation = { name: 'deviation', optional: true, otherwise: 1 } as const

export const normalDistribution = [
  distribution({
    name: 'NormDist',
    parameters: [{ name: 'value' }, mean, deviation, { name: 'cumulative', optional: true, otherwise: 1 }],
    description:
      'The probability below a value of the normal distribution of a mean (0) and a standard deviation (1); its density where cumulative is 0.',
    examples: [
      ['Round(NormDist(0.5, 0, 1), 0.0001)', 0.6915],
      ['NormDist(0)', 0.5],
      ['Round(NormDist(0, 0, 1, 0), 0.0001)', 0.3989],
      ['NormDist(1, 0, 0)', null],
    ],
    domain: ({ deviation: s }) => `${s} > 0`,
    print: ({ value, mean: m, deviation: s, cumulative }) =>
      computedOnce(
        'd',
        { d: `((${value} - ${m}) / ${s})` },
        ({ d }) =>
          `(CASE WHEN ${cumulative} = 0 THEN exp(-${d} * ${d} / 2) / ${s} / sqrt(2 * pi()) WHEN ${cumulative} <> 0 THEN ${normalBelow(d)} END)`,
      ),
  }),
  distribution({
    name: 'NormInv',
    parameters: [{ name: 'probability' }, mean, deviation],
    description:
      'The value below which a probability lies in the normal distribution of a mean (0) and a deviation (1).',
    inverse: true,
    examples: [
      ['Round(NormInv(0.6914625, 0, 1), 0.0001)', 0.5],
      ['NormInv(0.5, 7, 2)', 7],
      ['NormInv(1, 0, 1)', null],
    ],
    domain: ({ probability, deviation: s }) => `${s} > 0 AND ${isInside(probability)}`,
    print: ({ probability, mean: m, deviation: s }) => `${m} + ${s} * ${normalQuantile(probability)}`,
  }),
]
