import { exactText } from '../exact-text.js'
import { type ListedValues, sameListed } from '../expressions/listed-values.js'
import { type Aggr, aggrsOf, fieldsOf, listedOf, type GroupKey as PlainKey } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { LimitedKey } from './limited-key.js'

/** The values of a field, or what an expression makes of each row. */
export type { PlainKey }

/** What rows are grouped by. */
export type GroupKey = PlainKey | LimitedKey

/** One arm for each kind of key: a kind that is not handled does not compile. */
export type KeyTable<Result> = {
  readonly [K in GroupKey['kind']]: (key: Extract<GroupKey, { readonly kind: K }>) => Result
}

/** Applies the arm of a key's kind. */
export const byKey = <Result>(key: GroupKey, table: KeyTable<Result>): Result =>
  (table[key.kind] as (of: GroupKey) => Result)(key)

/** The same for keys of which all values are kept. */
export const byPlainKey = <Result>(key: PlainKey, table: Omit<KeyTable<Result>, 'limited'>): Result =>
  (table[key.kind] as (of: PlainKey) => Result)(key)

const plain: KeyTable<PlainKey> = {
  field: (key) => key,
  calculated: (key) => key,
  limited: ({ key }) => key,
}

/** The key whose values these are, all of them. */
export const plainKey = (key: GroupKey): PlainKey => byKey(key, plain)

const containedFields: KeyTable<readonly FieldModel[]> = {
  field: ({ field }) => [field],
  calculated: ({ expression }) => fieldsOf(expression),
  limited: ({ key }) => fieldsOfKey(key),
}

/** The fields that a key is made of. */
export const fieldsOfKey = (key: GroupKey): readonly FieldModel[] => byKey(key, containedFields)

const containedAggrs: KeyTable<readonly Aggr[]> = {
  field: () => [],
  calculated: ({ expression }) => aggrsOf(expression),
  limited: ({ key }) => aggrsOfKey(key),
}

/** The `Aggr`s that a key reads. */
export const aggrsOfKey = (key: GroupKey): readonly Aggr[] => byKey(key, containedAggrs)

const containedLists: KeyTable<readonly ListedValues[]> = {
  field: () => [],
  calculated: ({ expression }) => listedOf(expression),
  limited: ({ key }) => listsOfKey(key),
}

/** The listed values that a key is made of. */
export const listsOfKey = (key: GroupKey): readonly ListedValues[] => byKey(key, containedLists)

/** Whether a key is these listed values, and nothing made of them. */
export const isListOf = (of: GroupKey, listed: ListedValues): boolean => {
  const key = plainKey(of)
  return key.kind === 'calculated' && key.expression.kind === 'listed' && sameListed(key.expression.listed, listed)
}

export const fieldKey = (field: FieldModel): PlainKey => ({ kind: 'field', field })

/** Whether a key is the values of this field. */
export const isKeyOf = (of: GroupKey, field: FieldModel): boolean => {
  const key = plainKey(of)
  return key.kind === 'field' && key.field.id === field.id
}

/** Whether two keys group rows alike, whatever values of them are kept: by the same field, or by expressions that are the same. */
export const isSameKey = (one: GroupKey, other: GroupKey): boolean => {
  const a = plainKey(one)
  const b = plainKey(other)
  if (a.kind === 'field') return isKeyOf(b, a.field)
  return b.kind === 'calculated' && (a.expression === b.expression || textOf(a) === textOf(b))
}

const textOf = (key: PlainKey): string => exactText(key)
