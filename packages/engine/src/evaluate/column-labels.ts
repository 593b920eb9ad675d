import type { EvaluationContext, MeasureRequest } from './evaluation.js'
import { type ExpressionNames, noExpressionNames } from './expansion/expression-names.js'

type LabelContext = Pick<EvaluationContext, 'names'> & { readonly view: Pick<EvaluationContext['view'], 'fields'> }

/**
 * The names that expressions of a chart may use: outside of aggregations the label of one of its measures stands for that
 * measure, before a master measure, a variable or a field (help page "Aggregation functions"). A label that is the name of
 * a field, or stands in its own measure, names no measure: it would hide what people mean by it.
 */
export const namesInChart = (
  { view, names = noExpressionNames }: LabelContext,
  measures: readonly Pick<MeasureRequest, 'label' | 'expression'>[],
): ExpressionNames => {
  const labelled = new Map<string, string>()
  for (const { label, expression } of measures) {
    if (!label || labelled.has(label) || view.fields.has(label) || expression.includes(label)) continue
    labelled.set(label, expression)
  }
  return labelled.size === 0 ? names : { ...names, measure: (title) => labelled.get(title) ?? names.measure(title) }
}
