import { noNames, type ResolvedNames, type SetNames, type VariableValue } from '../../expressions/resolved-names.js'
import { askedCalls } from '../../expressions/session/session-calls.js'
import { tokenize } from '../../expressions/tokenizer.js'
import { readDecimal, readValue } from '../../format/read-value.js'
import { defaultState } from '../../selections/selection-state.js'
import type { EvaluationContext } from '../evaluation.js'
import { cellText, deeper, type EvaluateTotal, expandExpression, expandWithoutData } from './expand-expression.js'
import type { ExpressionNames } from './expression-names.js'

/** Master measures that one expression may lead to, one naming another. */
const maxNames = 100

/** The names in an expression that are master measures or variables. */
const mentioned = (names: ExpressionNames, expression: string) =>
  tokenize(expression)
    .filter(({ kind }) => kind === 'name' || kind === 'quotedName')
    .map(({ text }) => ({ text, measure: names.measure(text), variable: names.variable(text) }))

/**
 * Looks up the names of an expanded expression that are master measures or variables, and those of the measures that it
 * leads to. A variable whose definition begins with `=` is worth what that evaluates to, others are worth their text.
 */
export const resolveNames = async (
  context: EvaluationContext,
  source: string,
  evaluate: EvaluateTotal,
): Promise<ResolvedNames> => {
  const { names } = context
  if (!names) return noNames
  const measures = new Map<string, string>()
  const variables = new Map<string, VariableValue>()
  const queue = [source]
  for (const expression of queue) {
    for (const { text, measure, variable } of mentioned(names, expression)) {
      if (measures.has(text) || variables.has(text)) continue
      if (measure !== undefined && measures.size < maxNames) {
        const expanded = await expandExpression(context, measure, evaluate)
        measures.set(text, expanded)
        queue.push(expanded)
      } else if (variable !== undefined) variables.set(text, await valueOf(context, text, variable, evaluate))
    }
  }
  return { measures, variables, sets: setNames(names, context.state), calls: noNames.calls }
}

const setNames = ({ isState, bookmark }: ExpressionNames, state = defaultState): SetNames => ({
  state,
  isState,
  bookmark,
})

/** The same, as far as it can be known without data: a variable that is evaluated counts as a number. */
export const namesWithoutData = (names: ExpressionNames, source: string): ResolvedNames => {
  const measures = new Map<string, string>()
  const variables = new Map<string, number | string>()
  const queue = [source]
  for (const expression of queue) {
    for (const { text, measure, variable } of mentioned(names, expression)) {
      if (measures.has(text) || variables.has(text)) continue
      if (measure !== undefined && measures.size < maxNames) {
        const expanded = expandWithoutData(names, measure) ?? '0'
        measures.set(text, expanded)
        queue.push(expanded)
      } else if (variable !== undefined) variables.set(text, variable.startsWith('=') ? 0 : numberOr(variable))
    }
  }
  return { measures, variables, sets: setNames(names), calls: askedCalls() }
}

const valueOf = async (
  context: EvaluationContext,
  name: string,
  definition: string,
  evaluate: EvaluateTotal,
): Promise<VariableValue> => {
  if (!definition.startsWith('=')) {
    const number = context.names?.variableNumber?.(name) ?? readValue(definition, context.view.model.formats)
    return number === null ? definition : bothSides(number, definition)
  }
  const cell = await evaluate(deeper(context), definition)
  if (!cell || cell.num === null) return cellText(cell)
  return cell.text === null ? cell.num : bothSides(cell.num, cell.text)
}

/** A number that is written plainly needs no text of its own. */
const bothSides = (number: number, text: string): VariableValue => (String(number) === text ? number : { number, text })

const numberOr = (text: string): number | string => readDecimal(text) ?? text
