import { UnderstudyError } from '@understudy/contract'
import { automaticFormat, formatNumber, parseNumberFormat } from '../../format/number-format.js'
import type { Scope } from '../scope.js'

/** The dual value of an expression without dimensions, or what is wrong with it. */
export type ExpressionOutcome =
  | { readonly ok: true; readonly text: string; readonly num: number | null }
  | { readonly ok: false; readonly code: number; readonly message: string }

/** Evaluates a chart expression, with or without a leading `=`, over everything that is selected. */
export const evaluateExpression = async (
  { moment, library }: Scope,
  expression: string,
): Promise<ExpressionOutcome> => {
  const outcome = await moment.hypercube({ dimensions: [], measures: [{ expression, sortByNumeric: 0 }] })
  if (!outcome.ok) {
    const [error] = outcome.errors
    return { ok: false, code: error?.code ?? 0, message: error?.message ?? 'The expression could not be evaluated.' }
  }
  const cell = outcome.cube.grandTotal[0]
  const pattern = outcome.cube.measures[0]?.numPattern
  const { formats } = library
  const format =
    pattern === undefined ? automaticFormat(formats) : parseNumberFormat({ qType: 'F', qFmt: pattern }, formats)
  const num = cell?.num ?? null
  return { ok: true, num, text: cell?.text ?? (num === null ? '-' : formatNumber(num, format)) }
}

const expandedText = ({ moment }: Scope, title: string): Promise<string> =>
  moment.expand(title).catch((error: unknown) => {
    if (error instanceof UnderstudyError && error.code === 'ENGINE-EXPRESSION') return title
    throw error
  })

/**
 * The text of a title: itself, or the value of the expression that it is when it begins with `=`. An expression that
 * fails is shown as it is written, as it is its author who can tell what is wrong.
 */
export const titleText = async (scope: Scope, title: string): Promise<string> => {
  if (!title.startsWith('=')) return title.includes('$(') ? expandedText(scope, title) : title
  const outcome = await evaluateExpression(scope, title)
  return outcome.ok ? outcome.text : title
}
