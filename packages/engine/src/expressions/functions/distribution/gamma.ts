import { computedOnce } from '../computed-once.js'
import { maxParameter, maxParameterOfInverse } from './backward.js'
import { distribution, isInside } from './distribution-function.js'
import { incompleteGamma, type Tail } from './incomplete-gamma.js'
import { whereReached } from './search.js'

/** SQL of where the regularised incomplete gamma function has a value; the logarithm is what is looked for. */
const inverseGamma = (probability: string, a: string, tail: Tail): string => {
  const logarithm = whereReached(
    {
      at: (place) =>
        computedOnce('x', { x: `exp(${place})` }, ({ x }) => incompleteGamma(a, x, tail, maxParameterOfInverse)),
      density: (place) => `exp(${a} * ${place} - exp(${place}) - lgamma(${a}))`,
      direction: tail === 'lower' ? 'grows' : 'falls',
    },
    probability,
  )
  return `exp(${logarithm})`
}

const density = (x: string, a: string, scale: string): string =>
  `(CASE WHEN ${x} > 0 THEN exp((${a} - 1) * ln(${x}) - ${x} / ${scale} - lgamma(${a}) - ${a} * ln(${scale})) ELSE 0.0 END)`

const value = { name: 'value' } as const
const probability = { name: 'probability' } as const
const degrees = { name: 'degrees' } as const
const shape = { name: 'shape' } as const
const scale = { name: 'scale' } as const

export const gammaDistributions = [
  distribution({
    name: 'ChiDensity',
    parameters: [value, degrees],
    description: 'The density of the chi-square distribution of a number of degrees of freedom.',
    examples: [
      ['Round(ChiDensity(1, 2), 0.0001)', 0.3033],
      ['ChiDensity(-1, 2)', 0],
    ],
    domain: (of) => `${of.degrees} > 0 AND ${of.degrees} <= ${maxParameter}`,
    print: (of) => density(of.value, `(${of.degrees} / 2)`, '2.0'),
  }),
  distribution({
    name: 'ChiDist',
    parameters: [value, degrees],
    description: 'The probability above a value of the chi-square distribution of a number of degrees of freedom.',
    examples: [
      ['Round(ChiDist(8, 15), 0.0000001)', 0.9237827],
      ['ChiDist(-1, 15)', null],
      ['ChiDist(0, 15)', 1],
    ],
    domain: (of) => `${of.value} >= 0 AND ${of.degrees} > 0 AND ${of.degrees} <= ${maxParameter}`,
    print: (of) => incompleteGamma(`(${of.degrees} / 2)`, `(${of.value} / 2)`, 'upper'),
  }),
  distribution({
    name: 'ChiInv',
    parameters: [probability, degrees],
    description: 'The value above which a probability lies in the chi-square distribution.',
    inverse: true,
    examples: [
      ['Round(ChiInv(0.9237827, 15), 0.0000001)', 8.0000001],
      ['ChiInv(0, 15)', null],
    ],
    domain: (of) => `${isInside(of.probability)} AND ${of.degrees} > 0 AND ${of.degrees} <= ${maxParameterOfInverse}`,
    print: (of) => `2 * ${inverseGamma(of.probability, `(${of.degrees} / 2)`, 'upper')}`,
  }),
  distribution({
    name: 'GammaDensity',
    parameters: [value, shape, scale],
    description: 'The density of the gamma distribution.',
    examples: [['Round(GammaDensity(1, 2, 2), 0.0001)', 0.1516]],
    domain: (of) => `${of.shape} > 0 AND ${of.shape} <= ${maxParameter} AND ${of.scale} > 0`,
    print: (of) => density(of.value, of.shape, of.scale),
  }),
  distribution({
    name: 'GammaDist',
    parameters: [value, shape, scale],
    description: 'The probability below a value of the gamma distribution.',
    examples: [
      ['Round(GammaDist(1, 2, 2), 0.0001)', 0.0902],
      ['GammaDist(0, 2, 2)', 0],
    ],
    domain: (of) => `${of.value} >= 0 AND ${of.shape} > 0 AND ${of.shape} <= ${maxParameter} AND ${of.scale} > 0`,
    print: (of) => incompleteGamma(of.shape, `(${of.value} / ${of.scale})`, 'lower'),
  }),
  distribution({
    name: 'GammaInv',
    parameters: [probability, shape, scale],
    description: 'The value below which a probability lies in the gamma distribution.',
    inverse: true,
    examples: [['Round(GammaInv(0.75, 1, 1), 0.0001)', 1.3863]],
    domain: (of) =>
      `${isInside(of.probability)} AND ${of.shape} > 0 AND ${of.shape} <= ${maxParameterOfInverse} AND ${of.scale} > 0`,
    print: (of) => `${of.scale} * ${inverseGamma(of.probability, of.shape, 'lower')}`,
  }),
]
