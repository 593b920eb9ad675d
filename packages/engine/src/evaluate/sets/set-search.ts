import { expressionProblem } from '../../expressions/expression-problem.js'
import type { AppFormats } from '../../format/app-formats.js'
import { formatsAround } from '../../format/field-format.js'
import { readMoment, readValue } from '../../format/read-value.js'
import type { FieldModel } from '../../model/data-model.js'
import type { ValueCondition } from '../../plan/symbol-condition.js'
import { parseSearch } from '../search/parse-search.js'

/** What a search within a set looks for: values that meet a condition, or those that are most alike. */
export type SetSearch =
  | { readonly kind: 'condition'; readonly condition: ValueCondition }
  | { readonly kind: 'alike'; readonly text: string }

/**
 * Reads a search within a set, where a text without wildcards is that of a whole value. Bounds are written as the field writes
 * its values: those of dates are dates, and a number is none.
 */
export const setSearch = (search: string, field: FieldModel, appFormats: AppFormats): SetSearch => {
  const formats = formatsAround(field.format, appFormats)
  const read = field.kind === 'date' || field.kind === 'timestamp' ? readMoment : readValue
  const parsed = parseSearch(search, 'whole', (text) => read(text, formats))
  if (parsed.kind === 'expression') throw expressionProblem(0, 'A search by an expression begins with =')
  return parsed
}
