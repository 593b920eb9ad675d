import { evaluateExpression } from '../objects/layout/expression.js'
import { type Methods, query } from './method.js'
import { optional, text } from './parameters.js'

const docQuery = query<'Doc'>()

/** Methods of the app that evaluate or check an expression. */
export const docExpressionMethods: Methods<'Doc'> = {
  Evaluate: docQuery({ qExpression: text }, async ({ scope }, _, { qExpression }) => {
    const outcome = await evaluateExpression(scope, qExpression)
    return { qReturn: outcome.ok ? outcome.text : `Error: ${outcome.message}` }
  }),
  EvaluateEx: docQuery({ qExpression: text }, async ({ scope }, _, { qExpression }) => {
    const outcome = await evaluateExpression(scope, qExpression)
    if (!outcome.ok) return { qValue: { qText: `Error: ${outcome.message}`, qIsNumeric: false, qNumber: 'NaN' } }
    const { text: qText, num } = outcome
    return { qValue: { qText, qIsNumeric: num !== null, qNumber: num ?? 'NaN' } }
  }),
  CheckExpression: docQuery({ qExpr: text }, async ({ scope }, _, { qExpr }) => {
    const outcome = await evaluateExpression(scope, qExpr)
    return { qErrorMsg: outcome.ok ? '' : outcome.message, qBadFieldNames: [], qDangerousFieldNames: [] }
  }),
  CheckNumberOrExpression: docQuery({ qExpr: optional(text, '') }, async ({ scope }, _, { qExpr }) => {
    const outcome = await evaluateExpression(scope, qExpr)
    return { qErrorMsg: outcome.ok ? '' : outcome.message, qBadFieldNames: [] }
  }),
}
