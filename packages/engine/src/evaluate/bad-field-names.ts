import { UnderstudyError } from '@understudy/contract'
import { checkMeasure } from '../expressions/check-measure.js'
import type { VisibleFields } from '../expressions/field-name.js'
import { tokenize } from '../expressions/tokenizer.js'
import type { FieldModel } from '../model/data-model.js'
import type { DataView } from '../security/data-view.js'
import { expandWithoutData } from './expansion/expand-expression.js'
import type { ExpressionNames } from './expansion/expression-names.js'
import { namesWithoutData } from './expansion/resolve-names.js'

/** Part of a text. */
export interface TextRange {
  readonly from: number
  readonly count: number
}

/** Fields that answer for every name, and keep those that there are not. */
class AnyFields extends Map<string, FieldModel> {
  readonly missing = new Set<string>()

  override get(name: string): FieldModel | undefined {
    const field = super.get(name)
    if (!field) this.missing.add(name)
    return field ?? super.values().next().value
  }
}

const problemsOf = <T>(check: () => T): T | undefined => {
  try {
    return check()
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'ENGINE-EXPRESSION') return undefined
    throw error
  }
}

/** Where an expression names fields that do not exist for the principal. */
export const badFieldNames = (view: DataView, names: ExpressionNames, source: string): readonly TextRange[] => {
  const fields = new AnyFields(view.fields as VisibleFields)
  problemsOf(() => {
    const expanded = expandWithoutData(names, source)
    if (expanded !== undefined) checkMeasure(view.model, fields, expanded, namesWithoutData(names, expanded))
  })
  const tokens = fields.missing.size === 0 ? [] : (problemsOf(() => tokenize(source)) ?? [])
  return tokens.flatMap(({ kind, text, at }) => {
    if ((kind !== 'name' && kind !== 'quotedName') || !fields.missing.has(text)) return []
    return [{ from: at, count: kind === 'name' ? text.length : quotedLength(source, at, text) }]
  })
}

/** A quote within quotes is doubled. */
const quotedLength = (source: string, at: number, text: string): number => {
  const open = source[at] ?? ''
  return text.length + 2 + text.split(open === '[' ? ']' : open).length - 1
}
