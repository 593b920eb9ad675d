import type { Store, StoreTransaction } from '../store/schema.js'
import { type KeyState, type KeyTimes, keyState, keyTimes } from './key-life.js'

/** What is known of a key without its halves. */
export interface StoredKey extends KeyTimes {
  readonly kid: string
  readonly state: KeyState
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The private half was deleted. */
  readonly erased: boolean
}

/**
 * Reads the keys of a tenant, the newest first.
 *
 * @param now milliseconds since 1970
 */
export const readStoredKeys = async (
  store: Store | StoreTransaction,
  tenantId: string,
  now: number,
): Promise<StoredKey[]> => {
  const rows = await store
    .selectFrom('signing_keys')
    .select(['kid', 'created_at', 'signs_from', 'retired_at', 'revoked_at'])
    .select((eb) => eb('private_key_encrypted', '=', '').as('erased'))
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute()
  return rows.map((row) => ({
    kid: row.kid,
    state: keyState(keyTimes(row), now),
    createdAt: Date.parse(row.created_at),
    erased: Boolean(row.erased),
    ...keyTimes(row),
  }))
}
