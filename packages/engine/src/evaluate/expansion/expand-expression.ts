import { expressionProblem } from '../../expressions/expression-problem.js'
import type { Cell, EvaluationContext } from '../evaluation.js'
import { type ExpressionNames, noExpressionNames } from './expression-names.js'
import { findExpansion } from './find-expansion.js'

/** Evaluates an expression without dimensions; throws what is wrong with it. */
export type EvaluateTotal = (context: EvaluationContext, expression: string) => Promise<Cell | undefined>

/** Characters of an expression after expansion, expansions in it, and how deep expansions evaluate each other. */
const maxLength = 20_000
const maxExpansions = 200
const maxDepth = 10
/** Evaluations that one request may lead to: variables that name each other multiply them. */
const maxEvaluated = 500

/**
 * Replaces each `$(variable)`, `$(variable(a, b))` and `$(=expression)` of a text by what it stands for, the innermost
 * first, until none is left. An expression is evaluated over the selections, without dimensions.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION where an expression in it is wrong, or where it does not end
 */
export const expandExpression = async (
  context: EvaluationContext,
  source: string,
  evaluate: EvaluateTotal,
): Promise<string> => {
  let text = source
  for (let count = 0; ; count++) {
    const found = findExpansion(text)
    if (!found) return text
    if (count >= maxExpansions)
      throw expressionProblem(0, `More than ${maxExpansions} expansions; does one name itself?`)
    const value = await expansionOf(context, found.content.trim(), evaluate)
    text = text.slice(0, found.start) + value + text.slice(found.end)
    if (text.length > maxLength) throw expressionProblem(0, 'The expression is too long after expansion')
  }
}

/**
 * The text after expansion, as far as it can be known without data.
 *
 * @returns `undefined` where it hangs on what an expression evaluates to
 */
export const expandWithoutData = (names: ExpressionNames, source: string): string | undefined => {
  let text = source
  for (let count = 0; count < maxExpansions && text.length <= maxLength; count++) {
    const found = findExpansion(text)
    if (!found) return text
    const { text: value, evaluated } = definitionOf(names, found.content.trim())
    if (evaluated) return undefined
    text = text.slice(0, found.start) + value + text.slice(found.end)
  }
  return undefined
}

/** The context in which what is expanded is evaluated: one level deeper. */
export const deeper = (context: EvaluationContext): EvaluationContext => {
  const depth = (context.depth ?? 0) + 1
  if (depth > maxDepth)
    throw expressionProblem(0, 'Expansions evaluate each other too deeply; does a variable name itself?')
  if (context.evaluated && ++context.evaluated.count > maxEvaluated)
    throw expressionProblem(0, `The expansions lead to more than ${maxEvaluated} evaluations`)
  return { ...context, depth }
}

/** A number with a decimal point, whatever the locale, as `#` asks for; a text; nothing for a missing value. */
export const cellText = (cell: Cell | undefined): string => {
  if (cell?.text !== null && cell?.text !== undefined) return cell.text
  return cell?.num === null || cell === undefined ? '' : String(Number(cell.num.toPrecision(14)))
}

const expansionOf = async (context: EvaluationContext, content: string, evaluate: EvaluateTotal): Promise<string> => {
  const { text, evaluated } = definitionOf(context.names ?? noExpressionNames, content)
  return evaluated ? cellText(await evaluate(deeper(context), text)) : text
}

/** What an expansion says: a text to put in its place, or an expression to put the value of there. */
const definitionOf = (names: ExpressionNames, content: string) => {
  const written = content.startsWith('#') ? content.slice(1).trim() : content
  if (written.startsWith('=')) return { text: written, evaluated: true }
  const call = /^([^(]*)\(([\s\S]*)\)$/.exec(written)
  // A variable that there is not expands to nothing.
  const definition = names.variable(unquoted((call?.[1] ?? written).trim())) ?? ''
  const text = call ? withParameters(definition, parametersOf(call[2] ?? '')) : definition
  return { text, evaluated: text.startsWith('=') }
}

const unquoted = (name: string): string => /^\[(.*)\]$/.exec(name)?.[1] ?? name

/** Commas divide parameters, but for those in quotes. */
const parametersOf = (text: string): readonly string[] => {
  const parameters: string[] = ['']
  let quote = ''
  for (const character of text) {
    if (character === ',' && quote === '') {
      parameters.push('')
      continue
    }
    if (quote === '' ? character === "'" || character === '"' : character === quote)
      quote = quote === '' ? character : ''
    parameters.push((parameters.pop() ?? '') + character)
  }
  return parameters.map((parameter) => parameter.trim())
}

/** `$1` and so on stand for parameters, `$0` for their count; those without a parameter stay. */
const withParameters = (definition: string, parameters: readonly string[]): string =>
  definition.replace(/\$(\d+)/g, (whole, digits: string) => {
    const position = Number(digits)
    return position === 0 ? String(parameters.length) : (parameters[position - 1] ?? whole)
  })
