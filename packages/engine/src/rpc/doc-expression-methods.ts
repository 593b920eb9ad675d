import { badFieldNames } from '../evaluate/bad-field-names.js'
import { limits } from '../limits.js'
import { evaluateExpression } from '../objects/layout/expression.js'
import { type Scope, standing } from '../objects/scope.js'
import { type Methods, query } from './method.js'
import { arrayOfParameter, optional, text, unheeded } from './parameters.js'

const docQuery = query<'Doc'>()

/** Labels of other measures of the chart that an expression is for: it may name them. */
const labels = {
  qLabels: optional(arrayOfParameter(text, limits.columns.most - 1), []),
  qStrictFieldValidation: unheeded('names of fields are always checked'),
}

const badNames = ({ moment }: Scope, expression: string, labels: readonly string[] = []) => {
  const known = new Set(labels)
  const names = { ...moment.names, measure: (title: string) => (known.has(title) ? '0' : moment.names.measure(title)) }
  return badFieldNames(moment.view, names, expression).map(({ from, count }) => ({ qFrom: from, qCount: count }))
}

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
  ExpandExpression: docQuery({ qExpression: text }, async ({ scope }, _, { qExpression }) => ({
    qExpandedExpression: await scope.moment.expand({ text: qExpression, ...standing(scope) }),
  })),
  CheckExpression: docQuery({ qExpr: text, ...labels }, async ({ scope }, _, { qExpr, qLabels }) => {
    const outcome = await evaluateExpression(scope, qExpr, qLabels)
    return {
      qErrorMsg: outcome.ok ? '' : outcome.message,
      qBadFieldNames: badNames(scope, qExpr, qLabels),
      qDangerousFieldNames: [],
    }
  }),
  CheckNumberOrExpression: docQuery({ qExpr: optional(text, '') }, async ({ scope }, _, { qExpr }) => {
    const outcome = await evaluateExpression(scope, qExpr)
    return { qErrorMsg: outcome.ok ? '' : outcome.message, qBadFieldNames: badNames(scope, qExpr) }
  }),
}
