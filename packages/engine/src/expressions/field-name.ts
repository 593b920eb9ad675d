import { closest } from '@understudy/contract'
import type { FieldModel } from '../model/data-model.js'
import { expressionProblem } from './expression-problem.js'
import { tokenize } from './tokenizer.js'

/** The fields that exist for a principal, by name. */
export type VisibleFields = ReadonlyMap<string, FieldModel>

/**
 * Reads how a field is named: `Field`, `[Field]` or `=[Field]`.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION. An omitted field is unknown, and never suggested.
 */
export const fieldOfDefinition = (fields: VisibleFields, definition: string): FieldModel => {
  const source = definition.trim().replace(/^=\s*/, '')
  const whole = fields.get(definition) ?? fields.get(source)
  if (whole) return whole
  if (!/^\s*[=["]/.test(definition)) return fieldNamed(fields, source, 0)
  const [first, second] = tokenize(source)
  if ((first?.kind === 'name' || first?.kind === 'quotedName') && second?.kind === 'end') {
    return fieldNamed(fields, first.text, 0)
  }
  throw expressionProblem(0, 'A field is asked for here, and this is an expression')
}

/**
 * @param at position of the name in its expression
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const fieldNamed = (fields: VisibleFields, name: string, at: number): FieldModel => {
  const field = fields.get(name) ?? fields.get(plainName(name) ?? name)
  if (field) return field
  const calculated = calculatedSource(name)
  if (calculated !== undefined && plainName(name) === undefined)
    throw expressionProblem(at, `[${name}] is calculated, and only a field can be named here`)
  const suggestion = closest(name, fields.keys())
  throw expressionProblem(
    at,
    `There is no field [${name}]${suggestion === undefined ? '' : `; did you mean [${suggestion}]?`}`,
  )
}

/** The expression of a name that is one: charts write the dimensions that they are given as `[=expression]`. */
export const calculatedSource = (name: string): string | undefined => {
  const source = name.trim()
  return source.startsWith('=') ? source.slice(1).trim() : undefined
}

/** The field that such an expression is, where it is nothing else: `=[Order Date]`. */
const plainName = (name: string): string | undefined => {
  const source = calculatedSource(name)
  if (source === undefined) return undefined
  const [first, second] = tokenize(source)
  return (first?.kind === 'name' || first?.kind === 'quotedName') && second?.kind === 'end' ? first.text : undefined
}
