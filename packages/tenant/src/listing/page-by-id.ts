import { UnderstudyError } from '@understudy/contract'

/** Which page of a list is wanted, told by the id of a neighbouring entry. */
export interface PageByIdRequest {
  /** Entries per page; 20 when not given. */
  readonly limit?: number | undefined
  readonly startingAfter?: string | undefined
  readonly endingBefore?: string | undefined
}

/** One page, with the ids that lead on from it. */
export interface PageById<Row> {
  readonly rows: readonly Row[]
  readonly startingAfter?: string
  readonly endingBefore?: string
}

/** A list that is in memory as a whole. */
export interface SortedList<Row extends { readonly id: string }> {
  readonly rows: readonly Row[]
  readonly sortValue: (row: Row) => string
  readonly descending: boolean
}

const defaultLimit = 20

/**
 * Cuts a page from a list, as the lists of contract 4.8 and 4.11 are paged: by the id of an entry that must be in it.
 *
 * @throws UnderstudyError REST-INVALID-CURSOR, or REST-INVALID-PARAMETER when both ids are given
 */
export const pageById = <Row extends { readonly id: string }>(
  { rows, sortValue, descending }: SortedList<Row>,
  { limit = defaultLimit, startingAfter, endingBefore }: PageByIdRequest,
): PageById<Row> => {
  if (startingAfter !== undefined && endingBefore !== undefined) {
    throw new UnderstudyError('REST-INVALID-PARAMETER', 'Give either "startingAfter" or "endingBefore", not both.', {
      source: { parameter: 'endingBefore' },
    })
  }
  const sorted = rows.toSorted(
    (one, other) => (descending ? -1 : 1) * (compare(sortValue(one), sortValue(other)) || compare(one.id, other.id)),
  )
  const indexOf = (parameter: string, id: string): number => {
    const index = sorted.findIndex((row) => row.id === id)
    if (index >= 0) return index
    throw new UnderstudyError('REST-INVALID-CURSOR', `"${parameter}" names no entry of this list.`, {
      source: { parameter },
    })
  }
  const before = endingBefore === undefined ? undefined : indexOf('endingBefore', endingBefore)
  const start =
    before !== undefined
      ? Math.max(0, before - limit)
      : startingAfter === undefined
        ? 0
        : indexOf('startingAfter', startingAfter) + 1
  const end = before ?? start + limit
  const page = sorted.slice(start, end)
  const first = start > 0 ? page[0]?.id : undefined
  const last = end < sorted.length ? page.at(-1)?.id : undefined
  return {
    rows: page,
    ...(first !== undefined && { endingBefore: first }),
    ...(last !== undefined && { startingAfter: last }),
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
