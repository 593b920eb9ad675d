import { UnderstudyError } from '@understudy/contract'

/** A sort order: one field of the list and a direction. */
export interface Sort<Field extends string> {
  readonly field: Field
  readonly descending: boolean
}

/**
 * Reads a `sort` parameter: a field name after `+` (ascending, the default) or `-`. A `+` that was not percent-encoded
 * arrives as a space (the form encoding of URLs), so a leading space counts as `+`.
 *
 * @param fields the fields that the list can be sorted by
 * @param fallback the order when nothing was asked for
 * @throws UnderstudyError REST-INVALID-SORT, listing the fields
 */
export const parseSort = <Field extends string>(
  text: string | undefined,
  fields: readonly Field[],
  fallback: Sort<Field>,
): Sort<Field> => {
  if (text === undefined || text === '') return fallback
  const name = text.replace(/^[+\- ]/, '')
  const field = fields.find((candidate) => candidate === name)
  if (field === undefined)
    throw new UnderstudyError('REST-INVALID-SORT', `Cannot sort by "${name}"; use one of ${fields.join(', ')}.`, {
      source: { parameter: 'sort' },
    })
  return { field, descending: text.startsWith('-') }
}
