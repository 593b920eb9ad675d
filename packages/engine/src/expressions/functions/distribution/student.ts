import { computedOnce } from '../computed-once.js'
import { maxParameter, maxParameterOfInverse } from './backward.js'
import { arePositive, inverseBeta } from './beta.js'
import { distribution, isInside } from './distribution-function.js'
import { incompleteBeta } from './incomplete-beta.js'

/** SQL of the probability of a deviation of t or more, to both sides. */
export const studentBeyond = (t: string, degrees: string): string =>
  computedOnce(
    'x',
    { x: `(${degrees} / (${degrees} + ${t} * ${t}))`, y: `(${t} * ${t} / (${degrees} + ${t} * ${t}))` },
    ({ x, y }) => incompleteBeta({ a: `(${degrees} / 2)`, b: '0.5::DOUBLE', x, y }, 'lower'),
  )

/** SQL of the t beyond which, to both sides, a probability lies. */
export const studentQuantile = (probability: string, degrees: string): string =>
  `sqrt(${degrees} * exp(-${inverseBeta(probability, `(${degrees} / 2)`, '0.5::DOUBLE', 'lower')}))`

const degrees = { name: 'degrees' } as const

export const studentDistribution = [
  distribution({
    name: 'TDensity',
    parameters: [{ name: 'value' }, degrees],
    description: "The density of Student's t distribution of a number of degrees of freedom.",
    examples: [['Round(TDensity(0, 5), 0.0001)', 0.3796]],
    domain: ({ degrees: n }) => arePositive(maxParameter, n),
    print: ({ value: t, degrees: n }) =>
      `exp(lgamma((${n} + 1) / 2) - lgamma(${n} / 2) - (${n} + 1) / 2 * ln(1 + ${t} * ${t} / ${n})) / sqrt(${n} * pi())`,
  }),
  distribution({
    name: 'TDist',
    parameters: [{ name: 'value' }, degrees, { name: 'tails' }],
    description:
      "The probability above a value, or beyond it to both sides (tails 1 or 2), of Student's t distribution.",
    examples: [
      ['Round(TDist(1, 30, 2), 0.0000001)', 0.3253086],
      ['TDist(0, 30, 1)', 0.5],
      ['TDist(-1, 30, 2)', null],
      ['TDist(1, 30, 3)', null],
    ],
    domain: ({ value, degrees: n, tails }) =>
      `${value} >= 0 AND ${tails} IN (1, 2) AND ${arePositive(maxParameter, n)}`,
    print: ({ value, degrees: n, tails }) => `${studentBeyond(value, n)} * ${tails} / 2`,
  }),
  distribution({
    name: 'TInv',
    parameters: [{ name: 'probability' }, degrees],
    description: "The value beyond which, to both sides, a probability lies in Student's t distribution.",
    inverse: true,
    examples: [
      ['Round(TInv(0.3253086, 30), 0.00001)', 1],
      ['TInv(0, 30)', null],
    ],
    domain: ({ probability, degrees: n }) => `${isInside(probability)} AND ${arePositive(maxParameterOfInverse, n)}`,
    print: ({ probability, degrees: n }) => studentQuantile(probability, n),
  }),
]
