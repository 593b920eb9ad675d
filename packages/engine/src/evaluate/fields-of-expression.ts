import { UnderstudyError } from '@understudy/contract'
import { checkMeasure } from '../expressions/check-measure.js'
import type { FieldModel } from '../model/data-model.js'
import type { DataView } from '../security/data-view.js'
import { expandWithoutData } from './expansion/expand-expression.js'
import type { ExpressionNames } from './expansion/expression-names.js'
import { namesWithoutData } from './expansion/resolve-names.js'

/** Fields that remember which of them were asked for. */
class AskedFields extends Map<string, FieldModel> {
  readonly asked = new Set<string>()

  override get(name: string): FieldModel | undefined {
    const field = super.get(name)
    if (field) this.asked.add(field.name)
    return field
  }
}

/**
 * The fields that an expression reads, of those that exist for the principal; as far as is known without data where it has
 * expansions that are evaluated. None of an expression that is wrong before the first is read.
 */
export const fieldsOfExpression = (view: DataView, names: ExpressionNames, source: string): readonly string[] => {
  const expanded = expandWithoutData(names, source)
  const fields = new AskedFields()
  for (const [name, field] of view.fields) fields.set(name, field)
  try {
    if (expanded !== undefined) checkMeasure(view.model, fields, expanded, namesWithoutData(names, expanded))
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
  }
  return [...fields.asked]
}
