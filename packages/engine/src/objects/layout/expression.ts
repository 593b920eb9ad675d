import { UnderstudyError } from '@understudy/contract'
import { automaticFormat, formatNumber } from '../../format/number-format.js'
import type { Json, JsonObject } from '../../json.js'
import { expressionText } from '../attribute-columns.js'
import { type Scope, standing } from '../scope.js'
import { factsFormat } from './column-info.js'

/** The dual value of an expression without dimensions, or what is wrong with it. */
export type ExpressionOutcome =
  | { readonly ok: true; readonly text: string; readonly num: number | null }
  | { readonly ok: false; readonly code: number; readonly message: string }

/**
 * Evaluates a chart expression, with or without a leading `=`, over everything that is selected.
 *
 * @param labels names of other measures that the expression may use, which have no value here
 */
export const evaluateExpression = async (
  scope: Scope,
  expression: string,
  labels: readonly string[] = [],
): Promise<ExpressionOutcome> => {
  const others = labels.map((label) => ({ label, expression: '0', sortByNumeric: 0 as const }))
  const measures = [{ expression, sortByNumeric: 0 as const }, ...others]
  const chart = others.length > 0
  const outcome = await scope.moment.hypercube({ dimensions: [], measures, chart, ...standing(scope) })
  if (!outcome.ok) {
    const [error] = outcome.errors
    return { ok: false, code: error?.code ?? 0, message: error?.message ?? 'The expression could not be evaluated.' }
  }
  const cell = outcome.cube.grandTotal[0]
  const format = factsFormat(outcome.cube.measures[0], automaticFormat(scope.library.formats))
  const num = cell?.num ?? null
  return { ok: true, num, text: cell?.text ?? (num === null ? '-' : formatNumber(num, format)) }
}

/** Stands in the place of a text whose expression cannot be evaluated. What is wrong is told where it is checked. */
export const errorMark = '\u26a0 Error in expression'

const expandedText = (scope: Scope, text: string): Promise<string> =>
  scope.moment.expand({ text, ...standing(scope) }).catch((error: unknown) => {
    if (error instanceof UnderstudyError && error.code === 'ENGINE-EXPRESSION') return errorMark
    throw error
  })

/** Whether a text is an expression: it begins with `=`. */
export const isExpressionText = (text: string): boolean => /^\s*=/.test(text)

/**
 * The text of a title: itself, or the value of the expression that it is when it begins with `=`. A formula is never
 * shown in the place of its value.
 */
export const titleText = async (scope: Scope, title: string): Promise<string> => {
  if (!isExpressionText(title)) return title.includes('$(') ? expandedText(scope, title) : title
  const outcome = await evaluateExpression(scope, title.trim())
  return outcome.ok ? outcome.text : errorMark
}

/** The value of a `{qStringExpression}` or `{qValueExpression}`; `undefined` where a member of the properties is neither. */
export const expressionValue = async (scope: Scope, value: JsonObject): Promise<Json | undefined> => {
  if (value.qStringExpression !== undefined) return titleText(scope, expressionText(value.qStringExpression))
  if (value.qValueExpression === undefined) return undefined
  const outcome = await evaluateExpression(scope, expressionText(value.qValueExpression))
  return outcome.ok ? (outcome.num ?? 'NaN') : 'NaN'
}
