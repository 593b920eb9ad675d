import { expressionProblem } from '../../expressions/expression-problem.js'
import type { AppFormats } from '../../format/app-formats.js'
import type { ValueCondition } from '../../plan/symbol-condition.js'
import { parseSearch } from '../search/parse-search.js'

/** What a search within a set looks for: values that meet a condition, or those that are most alike. */
export type SetSearch =
  | { readonly kind: 'condition'; readonly condition: ValueCondition }
  | { readonly kind: 'alike'; readonly text: string }

/** Reads a search within a set, where a text without wildcards is that of a whole value. */
export const setSearch = (search: string, formats: AppFormats): SetSearch => {
  const parsed = parseSearch(search, 'whole', formats)
  if (parsed.kind === 'expression') throw expressionProblem(0, 'A search by an expression begins with =')
  return parsed
}
