import { UnderstudyError } from '@understudy/contract'
import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { StoreSchema } from '../store/schema.js'
import { type CursorBinding, type CursorPosition, openCursor, sealCursor } from './cursor.js'

/** Which page of a list is wanted: at most one of the cursors. */
export interface PageRequest {
  /** Rows per page, 1 to 100; 20 when not given. */
  readonly limit?: number | undefined
  readonly next?: string | undefined
  readonly prev?: string | undefined
}

/** One page, with the cursors that lead on from it. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next?: string
  readonly prev?: string
}

/** What a page is cut from. */
export interface PageSource<Tables extends keyof StoreSchema, Row extends { readonly id: string }> {
  /** The filtered rows, without order or limit. */
  readonly query: SelectQueryBuilder<StoreSchema, Tables, Row>
  /** The value that the list is sorted by; never null in SQL. */
  readonly sortedBy: Expression<string | number>
  /** The same value of a fetched row. */
  readonly sortValue: (row: Row) => string | number
  /** The column that makes the order total. */
  readonly id: Expression<string>
  readonly descending: boolean
  readonly binding: CursorBinding
  readonly cursorKey: Uint8Array
}

const defaultLimit = 20

/**
 * Checks that a request wants to go one way only.
 *
 * @throws UnderstudyError REST-INVALID-PARAMETER when both cursors are given
 */
export const assertOneCursor = ({ next, prev }: PageRequest): void => {
  if (next === undefined || prev === undefined) return
  throw new UnderstudyError('REST-INVALID-PARAMETER', 'Give either "next" or "prev", not both.', {
    source: { parameter: 'prev' },
  })
}

/**
 * Fetches one page by its position in the order, not by counting rows: a page stays right while others insert and
 * delete, and the last page costs what the first one does.
 *
 * @throws UnderstudyError REST-INVALID-CURSOR, or REST-INVALID-PARAMETER when both cursors are given
 */
export const fetchPage = async <Tables extends keyof StoreSchema, Row extends { readonly id: string }>(
  source: PageSource<Tables, Row>,
  request: PageRequest,
): Promise<Page<Row>> => {
  assertOneCursor(request)
  const backward = request.prev !== undefined
  const limit = request.limit ?? defaultLimit
  const cursor = request.next ?? request.prev
  const position =
    cursor === undefined ? undefined : openCursor(source.cursorKey, source.binding, cursor, backward ? 'prev' : 'next')

  const fetched = await rowsFrom(source, position, backward !== source.descending, limit + 1)
  const more = fetched.length > limit
  const rows = backward ? fetched.slice(0, limit).reverse() : fetched.slice(0, limit)

  const cursorAt = (row: Row | undefined): string | undefined =>
    row && sealCursor(source.cursorKey, source.binding, { value: source.sortValue(row), id: row.id })
  const next = backward || more ? cursorAt(rows.at(-1)) : undefined
  const prev = (backward ? more : position !== undefined) ? cursorAt(rows[0]) : undefined
  return { rows, ...(next !== undefined && { next }), ...(prev !== undefined && { prev }) }
}

const rowsFrom = <Tables extends keyof StoreSchema, Row extends { readonly id: string }>(
  { query, sortedBy, id }: PageSource<Tables, Row>,
  position: CursorPosition | undefined,
  descending: boolean,
  limit: number,
): Promise<Row[]> => {
  const after = descending ? sql`<` : sql`>`
  const order = descending ? 'desc' : 'asc'
  const beyond =
    position === undefined
      ? query
      : query.where(sql<SqlBool>`(${sortedBy}, ${id}) ${after} (${position.value}, ${position.id})`)
  return beyond.orderBy(sortedBy, order).orderBy(id, order).limit(limit).execute()
}
