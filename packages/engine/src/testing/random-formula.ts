import fc from 'fast-check'
import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  scalarFunctions,
} from '../expressions/functions/catalogue.js'
import type { Parameter } from '../expressions/functions/scalar-function.js'

/** Values that functions trip over: limits of integers and doubles, signs, fractions, blanks, wildcards, dates. */
const numbers = [
  '0',
  '1',
  '2',
  '-1',
  '0.5',
  '-2.5',
  '7',
  '31',
  '45296',
  '255',
  '170',
  '171',
  '-693593',
  '2958465',
  '2147483647',
  '2147483648',
  '-2147483648',
  '4294967296',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '1e18',
  '-1e18',
  '1e300',
  '-1e300',
  '1e-300',
  '(1e300*1e300)',
  '(1e300*-1e300)',
  '(1e300*1e300*0)',
]

const texts = [
  '',
  ' ',
  'a',
  'abc',
  '12',
  '-1e308',
  '1e999',
  '2024-02-29',
  '0000-00-00',
  '9999-12-31 23:59:59',
  '*',
  '?',
  'é%_^',
  '([',
]

const patterns = ["'YYYY-MM-DD'", "'W MMM hh:mm:ss.fff TT'", "''", "'%Y[x]'"]

interface Fields {
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
}

/** Formulas over the whole catalogue, whatever the types of what meets; each may be an aggregation or hold some. */
export const randomFormula = (fields: Fields): fc.Arbitrary<string> => {
  const literal = fc.oneof(
    fc.constantFrom(...numbers),
    fc.constantFrom(...texts).map((text) => `'${text}'`),
    fc.constant('Null()'),
  )
  const field = fc.constantFrom(...fields.numbers, ...fields.texts)
  const called = (
    { name, parameters, more }: { name: string; parameters: readonly Parameter[]; more?: Parameter },
    argument: fc.Arbitrary<string>,
    qualifier: string,
  ): fc.Arbitrary<string> => {
    const least = parameters.filter(({ optional }) => !optional).length
    return fc
      .tuple(
        fc.tuple(...parameters.map((parameter) => argumentOf(parameter, argument))),
        fc.integer({ min: least, max: parameters.length }),
        fc.array(argument, { maxLength: more ? 2 : 0 }),
      )
      .map(([args, count, others]) => {
        const given = others.length > 0 ? [...args, ...others] : args.slice(0, count)
        return `${name}(${qualifier}${given.join(', ')})`
      })
  }
  const argumentOf = (parameter: Parameter, argument: fc.Arbitrary<string>): fc.Arbitrary<string> => {
    if (parameter.literal === 'text') return fc.constantFrom(...patterns)
    return parameter.literal === 'number' ? fc.constantFrom('0', '1', '0.5', '9', '1e18', '1e300') : argument
  }
  const over = (leaf: fc.Arbitrary<string>): fc.Arbitrary<string> => {
    const scalar = (inner: fc.Arbitrary<string>) =>
      fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...scalarFunctions).chain((entry) => called(entry, inner, '')) },
        {
          weight: 2,
          arbitrary: fc
            .tuple(inner, fc.constantFrom(...infixOperators), inner)
            .map(([a, { name }, b]) => `(${a} ${name} ${b})`),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...Object.keys(prefixOperators)), inner)
            .map(([operator, a]) => `(${operator} ${a})`),
        },
      )
    return fc.oneof(
      { weight: 1, arbitrary: leaf },
      { weight: 3, arbitrary: scalar(leaf) },
      { weight: 1, arbitrary: scalar(scalar(leaf)) },
    )
  }
  const qualifier = fc.constantFrom(
    '',
    '',
    'DISTINCT ',
    'TOTAL ',
    '{1} ',
    '{1-$} ',
    `{<${fields.texts[0]}={"*a*"}>} `,
    `{<${fields.numbers[0]}={">=1e300"}>} `,
    `{<${fields.texts[0]}=E({1<${fields.numbers[0]}={0}>})>} `,
  )
  const aggregate = fc
    .tuple(fc.constantFrom(...aggregateFunctions), qualifier)
    .chain(([entry, written]) => called(entry, over(fc.oneof(field, field, literal)), written))
  const computed = over(fc.oneof(aggregate, aggregate, literal))
  const ofRows = fc
    .tuple(fc.constantFrom(...interRecordFunctions), fc.constantFrom('', '', 'TOTAL '))
    .chain(([entry, written]) => called(entry, computed, written))
  return fc.oneof(
    { weight: 3, arbitrary: computed },
    { weight: 1, arbitrary: over(fc.oneof(ofRows, ofRows, aggregate)) },
  )
}
