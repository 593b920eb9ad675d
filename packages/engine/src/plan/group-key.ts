import { type ListedValues, sameListed } from '../expressions/listed-values.js'
import { type Aggr, aggrsOf, fieldsOf, listedOf, type TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'

/** What rows are grouped by: the values of a field, or what an expression makes of each row. */
export type GroupKey =
  | { readonly kind: 'field'; readonly field: FieldModel }
  | { readonly kind: 'calculated'; readonly expression: TypedExpression }

/** One arm for each kind of key: a kind that is not handled does not compile. */
export type KeyTable<Result> = {
  readonly [K in GroupKey['kind']]: (key: Extract<GroupKey, { readonly kind: K }>) => Result
}

/** Applies the arm of a key's kind. */
export const byKey = <Result>(key: GroupKey, table: KeyTable<Result>): Result =>
  (table[key.kind] as (of: GroupKey) => Result)(key)

const containedFields: KeyTable<readonly FieldModel[]> = {
  field: ({ field }) => [field],
  calculated: ({ expression }) => fieldsOf(expression),
}

/** The fields that a key is made of. */
export const fieldsOfKey = (key: GroupKey): readonly FieldModel[] => byKey(key, containedFields)

const containedAggrs: KeyTable<readonly Aggr[]> = {
  field: () => [],
  calculated: ({ expression }) => aggrsOf(expression),
}

/** The `Aggr`s that a key reads. */
export const aggrsOfKey = (key: GroupKey): readonly Aggr[] => byKey(key, containedAggrs)

const containedLists: KeyTable<readonly ListedValues[]> = {
  field: () => [],
  calculated: ({ expression }) => listedOf(expression),
}

/** The listed values that a key is made of. */
export const listsOfKey = (key: GroupKey): readonly ListedValues[] => byKey(key, containedLists)

/** Whether a key is these listed values, and nothing made of them. */
export const isListOf = (key: GroupKey, listed: ListedValues): boolean =>
  key.kind === 'calculated' && key.expression.kind === 'listed' && sameListed(key.expression.listed, listed)

export const fieldKey = (field: FieldModel): GroupKey => ({ kind: 'field', field })

/** Whether a key is the values of this field. */
export const isKeyOf = (key: GroupKey, field: FieldModel): boolean => key.kind === 'field' && key.field.id === field.id
