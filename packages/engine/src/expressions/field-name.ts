import type { FieldModel } from '../model/data-model.js'
import { expressionProblem } from './expression-problem.js'
import { closest } from './suggestion.js'

/** The fields that exist for a principal, by name. */
export type VisibleFields = ReadonlyMap<string, FieldModel>

/**
 * Reads the definition of a dimension or list box: `Field`, `[Field]` or `=[Field]`.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION. An omitted field is unknown, and never suggested.
 */
export const fieldOfDefinition = (fields: VisibleFields, definition: string): FieldModel => {
  const exact = fields.get(definition)
  if (exact) return exact
  const trimmed = definition.trim().replace(/^=\s*/, '')
  const bracketed = /^\[((?:[^\]]|\]\])+)\]$/s.exec(trimmed)?.[1] ?? /^"((?:[^"]|"")+)"$/s.exec(trimmed)?.[1]
  const name = bracketed?.replaceAll(']]', ']').replaceAll('""', '"') ?? trimmed
  return fieldNamed(fields, name, 0)
}

/**
 * @param at position of the name in its expression
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const fieldNamed = (fields: VisibleFields, name: string, at: number): FieldModel => {
  const field = fields.get(name)
  if (field) return field
  const suggestion = closest(name, fields.keys())
  throw expressionProblem(
    at,
    `There is no field [${name}]${suggestion === undefined ? '' : `; did you mean [${suggestion}]?`}`,
  )
}
