import { type ListedValues, sameListed } from '../expressions/listed-values.js'
import { type Aggr, aggrsOf, fieldsOf, type GroupKey, listedOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'

export type { GroupKey }

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

/** Whether two keys group rows alike: by the same field, or by expressions that are the same. */
export const isSameKey = (a: GroupKey, b: GroupKey): boolean =>
  a === b || (a.kind === 'field' ? isKeyOf(b, a.field) : b.kind === 'calculated' && textOf(a) === textOf(b))

const textOf = (key: GroupKey): string => JSON.stringify(key)
