import { computedOnce } from '../computed-once.js'
import { maxParameter, maxParameterOfInverse } from './backward.js'
import { arePositive, inverseBeta } from './beta.js'
import { distribution, isInside } from './distribution-function.js'
import { incompleteBeta } from './incomplete-beta.js'
import { normalBelow } from './normal.js'
import { normalQuantile } from './normal-quantile.js'

/**
 * SQL of the probability of a deviation of t or more, to both sides. Beyond the largest parameter by how near the
 * distribution is to a normal one: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.8.
 *
 * @param t SQL that may be repeated, not negative
 * @param degrees SQL that may be repeated
 */
export const studentBeyond = (t: string, degrees: string): string => {
  const exact = computedOnce(
    'x',
    { x: `(${degrees} / (${degrees} + ${t} * ${t}))`, y: `(${t} * ${t} / (${degrees} + ${t} * ${t}))` },
    ({ x, y }) => incompleteBeta({ a: `(${degrees} / 2)`, b: '0.5::DOUBLE', x, y }, 'lower'),
  )
  const deviations = `(-${t} * (1 - 1 / (4 * ${degrees})) / sqrt(1 + ${t} * ${t} / (2 * ${degrees})))`
  return `(CASE WHEN ${degrees} <= ${2 * maxParameter} THEN ${exact} ELSE 2 * ${normalBelow(deviations)} END)`
}

/**
 * SQL of the t beyond which, to both sides, a probability lies. For many degrees of freedom by the expansion around the
 * normal distribution: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
 *
 * @param probability SQL that may be repeated, above 0 and below 1
 * @param degrees SQL that may be repeated
 */
export const studentQuantile = (probability: string, degrees: string): string => {
  const searched = `sqrt(${degrees} * exp(-${inverseBeta(probability, `(${degrees} / 2)`, '0.5::DOUBLE', 'lower')}))`
  const expanded = computedOnce('e', { z: `(-${normalQuantile(`(${probability} / 2)`)})` }, ({ z }) => {
    const terms = [
      `(pow(${z}, 3) + ${z}) / 4 / ${degrees}`,
      `(5 * pow(${z}, 5) + 16 * pow(${z}, 3) + 3 * ${z}) / 96 / pow(${degrees}, 2)`,
      `(3 * pow(${z}, 7) + 19 * pow(${z}, 5) + 17 * pow(${z}, 3) - 15 * ${z}) / 384 / pow(${degrees}, 3)`,
    ]
    return `${z} + ${terms.join(' + ')}`
  })
  return `(CASE WHEN ${degrees} <= ${maxParameterOfInverse} THEN ${searched} ELSE ${expanded} END)`
}

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
    domain: ({ value, degrees: n, tails }) => `${value} >= 0 AND ${tails} IN (1, 2) AND ${n} > 0`,
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
    domain: ({ probability, degrees: n }) => `${isInside(probability)} AND ${n} > 0`,
    print: ({ probability, degrees: n }) => studentQuantile(probability, n),
  }),
]
