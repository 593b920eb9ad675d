import { computedOnce } from '../computed-once.js'
import { maxParameter, maxParameterOfInverse } from './backward.js'
import { distribution, isInside } from './distribution-function.js'
import { incompleteBeta } from './incomplete-beta.js'
import type { Tail } from './incomplete-gamma.js'
import { whereReached } from './search.js'

/** SQL of ln B(a, b). */
const logBeta = (a: string, b: string): string => `(lgamma(${a}) + lgamma(${b}) - lgamma(${a} + ${b}))`

/** SQL of ln(x / (1 - x)) where the regularised incomplete beta function has a value. */
export const inverseBeta = (probability: string, a: string, b: string, tail: Tail): string => {
  const x = (place: string) => `(1 / (1 + exp(-${place})))`
  const y = (place: string) => `(1 / (1 + exp(${place})))`
  return whereReached(
    {
      at: (place) =>
        computedOnce('x', { x: x(place), y: y(place) }, (sides) =>
          incompleteBeta({ a, b, ...sides }, tail, maxParameterOfInverse),
        ),
      density: (place) => `exp(${a} * ln(${x(place)}) + ${b} * ln(${y(place)}) - ${logBeta(a, b)})`,
      direction: tail === 'lower' ? 'grows' : 'falls',
    },
    probability,
  )
}

/** SQL that holds for parameters that are above zero and not too large. */
export const arePositive = (largest: number, ...parameters: readonly string[]): string =>
  parameters.map((parameter) => `${parameter} > 0 AND ${parameter} <= ${largest}`).join(' AND ')

const value = { name: 'value' } as const
const probability = { name: 'probability' } as const
const shapes = [{ name: 'alpha' }, { name: 'beta' }] as const
const degrees = [{ name: 'degrees1' }, { name: 'degrees2' }] as const

export const betaDistributions = [
  distribution({
    name: 'BetaDensity',
    parameters: [value, ...shapes],
    description: 'The density of the beta distribution.',
    examples: [
      ['Round(BetaDensity(0.5, 2, 3), 0.0001)', 1.5],
      ['BetaDensity(2, 2, 3)', 0],
    ],
    domain: ({ alpha, beta }) => arePositive(maxParameter, alpha, beta),
    print: ({ value: x, alpha, beta }) =>
      `(CASE WHEN ${x} > 0 AND ${x} < 1 THEN exp((${alpha} - 1) * ln(${x}) + (${beta} - 1) * ln(1 - ${x}) - ${logBeta(alpha, beta)}) ELSE 0.0 END)`,
  }),
  distribution({
    name: 'BetaDist',
    parameters: [value, ...shapes],
    description: 'The probability below a value, 0 to 1, of the beta distribution.',
    examples: [
      ['Round(BetaDist(0.4, 2, 3), 0.0001)', 0.5248],
      ['BetaDist(1.5, 2, 3)', null],
    ],
    domain: ({ value: x, alpha, beta }) => `${x} BETWEEN 0 AND 1 AND ${arePositive(maxParameter, alpha, beta)}`,
    print: ({ value: x, alpha, beta }) => incompleteBeta({ a: alpha, b: beta, x, y: `(1 - ${x})` }, 'lower'),
  }),
  distribution({
    name: 'BetaInv',
    parameters: [probability, ...shapes],
    description: 'The value below which a probability lies in the beta distribution.',
    inverse: true,
    examples: [['Round(BetaInv(0.5248, 2, 3), 0.0001)', 0.4]],
    domain: ({ probability: p, alpha, beta }) =>
      `${isInside(p)} AND ${arePositive(maxParameterOfInverse, alpha, beta)}`,
    print: ({ probability: p, alpha, beta }) => `1 / (1 + exp(-${inverseBeta(p, alpha, beta, 'lower')}))`,
  }),
  distribution({
    name: 'FDensity',
    parameters: [value, ...degrees],
    description: 'The density of the F distribution of two numbers of degrees of freedom.',
    examples: [['Round(FDensity(1, 5, 10), 0.0001)', 0.4955]],
    domain: ({ degrees1, degrees2 }) => arePositive(maxParameter, degrees1, degrees2),
    print: ({ value: x, degrees1: m, degrees2: n }) =>
      `(CASE WHEN ${x} > 0 THEN exp(${m} / 2 * ln(${m} / ${n}) + (${m} / 2 - 1) * ln(${x}) - (${m} + ${n}) / 2 * ln(1 + ${m} * ${x} / ${n}) - ${logBeta(`${m} / 2`, `${n} / 2`)}) ELSE 0.0 END)`,
  }),
  distribution({
    name: 'FDist',
    parameters: [value, ...degrees],
    description: 'The probability above a value of the F distribution of two numbers of degrees of freedom.',
    examples: [
      ['Round(FDist(15, 8, 6), 0.0000001)', 0.0019369],
      ['FDist(-1, 8, 6)', null],
    ],
    domain: ({ value: x, degrees1, degrees2 }) => `${x} >= 0 AND ${arePositive(maxParameter, degrees1, degrees2)}`,
    print: ({ value: f, degrees1: m, degrees2: n }) =>
      computedOnce('x', { x: `(${m} * ${f} / (${m} * ${f} + ${n}))`, y: `(${n} / (${m} * ${f} + ${n}))` }, ({ x, y }) =>
        incompleteBeta({ a: `(${m} / 2)`, b: `(${n} / 2)`, x, y }, 'upper'),
      ),
  }),
  distribution({
    name: 'FInv',
    parameters: [probability, ...degrees],
    description: 'The value above which a probability lies in the F distribution.',
    inverse: true,
    examples: [['Round(FInv(0.0019369, 8, 6), 0.001)', 15]],
    domain: ({ probability: p, degrees1, degrees2 }) =>
      `${isInside(p)} AND ${arePositive(maxParameterOfInverse, degrees1, degrees2)}`,
    print: ({ probability: p, degrees1: m, degrees2: n }) =>
      `${n} / ${m} * exp(${inverseBeta(p, `(${m} / 2)`, `(${n} / 2)`, 'upper')})`,
  }),
]
