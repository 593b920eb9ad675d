import { createHmac, timingSafeEqual } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'

/** Where a page ends: the sort value and the id of its last (or first) row. The id makes every position unique. */
export interface CursorPosition {
  readonly value: string | number
  readonly id: string
}

/** What a cursor belongs to. It opens for exactly the same binding only. */
export interface CursorBinding {
  readonly tenantId: string
  /** Name of the list, such as `users`. */
  readonly list: string
  /** Field and direction, such as `-name`. */
  readonly sort: string
  /** Everything else that decides which rows the list holds. */
  readonly filter: string
}

const mac = (key: Uint8Array, binding: CursorBinding, payload: string): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([binding.tenantId, binding.list, binding.sort, binding.filter, payload]))
    .digest()

/**
 * Makes an opaque cursor: the position, authenticated together with its binding, so that it neither can be made up nor
 * be carried to another tenant, list, filter or order.
 *
 * @param key 32 secret bytes that all nodes share
 */
export const sealCursor = (key: Uint8Array, binding: CursorBinding, position: CursorPosition): string => {
  const payload = Buffer.from(JSON.stringify([position.value, position.id])).toString('base64url')
  return `${payload}.${mac(key, binding, payload).toString('base64url')}`
}

const refuse = (parameter: 'next' | 'prev'): UnderstudyError =>
  new UnderstudyError(
    'REST-INVALID-CURSOR',
    `The cursor in "${parameter}" was not made for this list, filter and sort order.`,
    {
      source: { parameter },
    },
  )

/**
 * Opens a cursor that {@link sealCursor} made with the same key and binding.
 *
 * @param parameter the query parameter that the cursor came in, for the error
 * @throws UnderstudyError REST-INVALID-CURSOR
 */
export const openCursor = (
  key: Uint8Array,
  binding: CursorBinding,
  cursor: string,
  parameter: 'next' | 'prev',
): CursorPosition => {
  const [payload = '', presented = '', ...rest] = cursor.split('.')
  const expected = mac(key, binding, payload)
  const given = Buffer.from(presented, 'base64url')
  const canonical = given.toString('base64url') === presented && rest.length === 0
  if (!canonical || given.length !== expected.length || !timingSafeEqual(given, expected)) throw refuse(parameter)
  const [value, id]: [string | number, string] = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return { value, id }
}
