import { checkDimension } from '../expressions/check-dimension.js'
import { assertListedAlone } from '../expressions/check-listed.js'
import { noNames, type ResolvedNames } from '../expressions/resolved-names.js'
import { fieldsOf, listedOf, type TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { fieldKey, type PlainKey } from '../plan/group-key.js'
import type { DataView } from '../security/data-view.js'
import { assertComputable } from './assert-computable.js'
import { namesKey, type PreparedExpressions, preparedFor } from './expansion/prepare-expression.js'

/** A dimension of a cube or list that exists for the principal. */
export type Dimension = FieldDimension | CalculatedDimension

export interface FieldDimension {
  readonly kind: 'field'
  readonly field: FieldModel
}

export interface CalculatedDimension {
  readonly kind: 'calculated'
  readonly expression: TypedExpression
  /** The fields that its values hang on, each once. */
  readonly fields: readonly FieldModel[]
  /** What it is in cache keys. */
  readonly source: string
}

/** One arm for each kind of dimension: a kind that is not handled does not compile. */
export type DimensionTable<Result> = {
  readonly [K in Dimension['kind']]: (dimension: Extract<Dimension, { readonly kind: K }>) => Result
}

/** Applies the arm of a dimension's kind. */
export const byDimension = <Result>(dimension: Dimension, table: DimensionTable<Result>): Result =>
  (table[dimension.kind] as (of: Dimension) => Result)(dimension)

/** Definitions that may be expressions: these are to be prepared before they are resolved. */
export const preparedDefinitions = ({ fields }: DataView, definitions: readonly string[]): readonly string[] =>
  definitions.filter((definition) => !fields.has(definition))

/**
 * Resolves the definition of a dimension that has been prepared, where it may be an expression.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const preparedDimension = (view: DataView, definition: string, prepared: PreparedExpressions): Dimension => {
  if (view.fields.has(definition)) return resolveDimension(view, definition, noNames)
  const { source, names } = preparedFor(prepared, definition)
  return resolveDimension(view, source, names)
}

/**
 * Resolves the definition of a dimension, after expansion.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION where there is no such field, or the expression is wrong
 */
export const resolveDimension = (
  { model, fields: visible }: Pick<DataView, 'model' | 'fields'>,
  definition: string,
  names: ResolvedNames,
): Dimension => {
  const checked = checkDimension(model, visible, definition, names)
  if (checked.kind === 'field') return checked
  const { expression } = checked
  const fields = [...new Set(fieldsOf(expression))]
  if (listedOf(expression).length > 0) assertListedAlone(expression)
  assertComputable(expression)
  return { kind: 'calculated', expression, fields, source: JSON.stringify([definition, ...namesKey(names)]) }
}

const keys: DimensionTable<PlainKey> = {
  field: ({ field }) => fieldKey(field),
  calculated: ({ expression }) => ({ kind: 'calculated', expression }),
}

/** What a dimension groups rows by. */
export const keyOfDimension = (dimension: Dimension): PlainKey => byDimension(dimension, keys)

const fields: DimensionTable<readonly FieldModel[]> = {
  field: ({ field }) => [field],
  calculated: (dimension) => dimension.fields,
}

/** The fields that the values of a dimension hang on. */
export const fieldsOfDimension = (dimension: Dimension): readonly FieldModel[] => byDimension(dimension, fields)
