import { type CursorBinding, type CursorPosition, openCursor, sealCursor } from './cursor.js'
import { assertOneCursor, type Page, type PageRequest } from './page.js'

/** A list that is in memory as a whole. */
export interface ListInMemory<Row> {
  readonly rows: readonly Row[]
  /** The value that the list is sorted by, and what makes the order total. */
  readonly place: (row: Row) => { readonly value: string; readonly id: string }
  readonly descending: boolean
  readonly binding: CursorBinding
  readonly cursorKey: Uint8Array
}

/**
 * Cuts a page from a list in memory, by its position in the order as `fetchPage` does.
 *
 * @param defaultLimit rows of a page when the request names no number
 * @throws UnderstudyError REST-INVALID-CURSOR, or REST-INVALID-PARAMETER when both cursors are given
 */
export const pageInMemory = <Row>(list: ListInMemory<Row>, request: PageRequest, defaultLimit = 20): Page<Row> => {
  assertOneCursor(request)
  const { place, descending, binding, cursorKey } = list
  const order = (one: CursorPosition, other: CursorPosition): number =>
    (descending ? -1 : 1) * (compare(one.value, other.value) || compare(one.id, other.id))
  const sorted = list.rows.toSorted((one, other) => order(place(one), place(other)))
  const limit = request.limit ?? defaultLimit
  const firstWhere = (test: (row: Row) => boolean): number => {
    const index = sorted.findIndex(test)
    return index < 0 ? sorted.length : index
  }
  const boundsOf = (): [start: number, end: number] => {
    if (request.prev !== undefined) {
      const position = openCursor(cursorKey, binding, request.prev, 'prev')
      const end = firstWhere((row) => order(place(row), position) >= 0)
      return [Math.max(0, end - limit), end]
    }
    if (request.next === undefined) return [0, limit]
    const position = openCursor(cursorKey, binding, request.next, 'next')
    const start = firstWhere((row) => order(place(row), position) > 0)
    return [start, start + limit]
  }
  const [start, end] = boundsOf()
  const rows = sorted.slice(start, end)
  const first = start > 0 ? rows[0] : undefined
  const last = end < sorted.length ? rows.at(-1) : undefined
  return {
    rows,
    ...(first !== undefined && { prev: sealCursor(cursorKey, binding, place(first)) }),
    ...(last !== undefined && { next: sealCursor(cursorKey, binding, place(last)) }),
  }
}

const compare = (one: string | number, other: string | number): number => (one < other ? -1 : one > other ? 1 : 0)
