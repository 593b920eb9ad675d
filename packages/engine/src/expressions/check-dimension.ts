import { closest, UnderstudyError } from '@understudy/contract'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { checkRowExpression } from './check-measure.js'
import { fieldNamed, type VisibleFields } from './field-name.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import { parseExpression } from './parser.js'
import { noNames, type ResolvedNames } from './resolved-names.js'
import type { TypedExpression } from './typed-expression.js'

/** What a dimension is: the values of a field, or what an expression makes of each row. */
export type CheckedDimension =
  | { readonly kind: 'field'; readonly field: FieldModel }
  | { readonly kind: 'calculated'; readonly expression: TypedExpression }

/**
 * Reads the definition of a dimension or list box: `Field`, `[Field]` and `=[Field]` are fields, anything else is an
 * expression over the fields of each row. Aggregations stand in its `Aggr`s only.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION. An omitted field is unknown, and never suggested.
 */
export const checkDimension = (
  model: DataModel,
  fields: VisibleFields,
  definition: string,
  names: ResolvedNames = noNames,
): CheckedDimension => {
  const source = definition.trim().replace(/^=\s*/, '')
  const field = fields.get(definition) ?? fields.get(source)
  if (field) return { kind: 'field', field }
  if (/^\s*[=["]/.test(definition)) return checkSource(model, fields, source, names)
  try {
    return checkSource(model, fields, source, names)
  } catch (error) {
    // Without `=` it is as likely the misspelt name of a field, e.g. `Delay (mins)`.
    const isProblem = error instanceof UnderstudyError && error.code === 'ENGINE-EXPRESSION'
    if (isProblem && (closest(source, fields.keys()) !== undefined || !looksCalculated(source))) {
      return { kind: 'field', field: fieldNamed(fields, source, 0) }
    }
    throw error
  }
}

const looksCalculated = (source: string): boolean => /[(&+*/<>=']/.test(source)

const checkSource = (
  model: DataModel,
  fields: VisibleFields,
  source: string,
  names: ResolvedNames,
): CheckedDimension => {
  const node = parseExpression(source)
  const field = node.kind === 'field' ? fieldOf(fields, node, names) : undefined
  if (field) return { kind: 'field', field }
  // A name that begins with `=` is an expression: charts write the dimensions that they are given so.
  const onTheFly = node.kind === 'field' && node.name.startsWith('=') ? node.name : undefined
  if (onTheFly !== undefined) return checkDimension(model, fields, onTheFly, names)
  return { kind: 'calculated', expression: checkRowExpression(model, fields, source, names) }
}

const fieldOf = (
  fields: VisibleFields,
  { name, at }: Extract<ExpressionNode, { readonly kind: 'field' }>,
  { variables }: ResolvedNames,
): FieldModel | undefined => {
  if (fields.has(name)) return fields.get(name)
  return variables.has(name) || name.startsWith('=') ? undefined : fieldNamed(fields, name, at)
}
