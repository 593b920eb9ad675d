import { maxPatternLength } from '../format/number-format.js'
import { expressionProblem } from './expression-problem.js'
import type { Parameter } from './functions/scalar-function.js'
import type { TypedExpression } from './typed-expression.js'

/** How a function is called, e.g. `Round(value[, step[, offset]])`. */
export const signatureOf = (called: {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly more?: Parameter
}): string => {
  const optional = called.parameters.filter((parameter) => parameter.optional).length
  const names = called.parameters.map(({ name, optional: may }, index) => {
    const separated = index === 0 ? name : `, ${name}`
    return may ? `[${separated}` : separated
  })
  const more = called.more ? `[, ${called.more.name} ...]` : ''
  return `${called.name}(${names.join('')}${']'.repeat(optional)}${more})`
}

/** @throws UnderstudyError ENGINE-EXPRESSION where a function is called with too few or too many arguments */
export const assertCount = (
  called: { readonly name: string; readonly parameters: readonly Parameter[]; readonly more?: Parameter },
  count: number,
  at: number,
): void => {
  const least = called.parameters.filter((parameter) => !parameter.optional).length
  const most = called.more ? maxArguments : called.parameters.length
  if (count >= least && count <= most) return
  throw expressionProblem(at, `${called.name} is called as ${signatureOf(called)}`)
}

/** Arguments of a function that takes any number of them. */
const maxArguments = 500

/** @throws UnderstudyError ENGINE-EXPRESSION where an argument has to be written in the expression, and is not */
export const assertLiteral = (
  name: string,
  parameter: Parameter | undefined,
  argument: TypedExpression,
  at: number,
): void => {
  if (parameter?.literal === undefined) return
  if (argument.kind === 'text' && argument.value.length > maxPatternLength)
    throw expressionProblem(at, `The ${parameter.name} of ${name} has at most ${maxPatternLength} characters`)
  if (argument.kind === parameter.literal) {
    assertBelow(name, parameter, argument, at)
    return
  }
  const wanted = parameter.literal === 'text' ? "a text such as 'YYYY-MM-DD'" : 'a number'
  throw expressionProblem(at, `The ${parameter.name} of ${name} has to be ${wanted}, written in the expression`)
}

const assertBelow = (name: string, parameter: Parameter, argument: TypedExpression, at: number): void => {
  if (parameter.below === undefined || argument.kind !== 'number') return
  if (Number.isInteger(argument.value) && argument.value >= 0 && argument.value < parameter.below) return
  throw expressionProblem(at, `The ${parameter.name} of ${name} is a whole number from 0 to ${parameter.below - 1}`)
}
