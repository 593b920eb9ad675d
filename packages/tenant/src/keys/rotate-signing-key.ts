import { UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../store/schema.js'
import { createSigningKey, type KeyMaking } from './create-signing-key.js'
import { publicationLead } from './key-life.js'
import { readStoredKeys, type StoredKey } from './stored-keys.js'

/** A change of keys that is under way or done. */
export interface Rotation {
  /** The key that signs then. */
  readonly kid: string
  /** Milliseconds since 1970. */
  readonly signsFrom: number
}

/**
 * Lets the next key of a tenant sign, and publishes another one to be the next. The next key signs at once when it was
 * published for as long as caches may hold the keys, else as soon as it was. A rotation that is under way already is
 * told again, not followed by a second one. Lock the tenant before.
 *
 * @param now milliseconds since 1970
 */
export const rotateSigningKey = async (
  transaction: StoreTransaction,
  tenantId: string,
  making: KeyMaking,
  now: number,
): Promise<Rotation> => {
  await publishNextKey(transaction, tenantId, making, now)
  const keys = await readStoredKeys(transaction, tenantId, now)
  const underWay = scheduled(keys)
  if (underWay?.signsFrom !== undefined) return { kid: underWay.kid, signsFrom: underWay.signsFrom }

  const next = waiting(keys)
  if (next === undefined) throw new UnderstudyError('HTTP-INTERNAL', 'The tenant has no next signing key.')
  const signsFrom = Math.max(now, next.createdAt + publicationLead)
  for (const key of keys)
    if (key.state === 'current') await setTimes(transaction, tenantId, key.kid, { retiredAt: signsFrom })
  await setTimes(transaction, tenantId, next.kid, { signsFrom })
  await createSigningKey(transaction, tenantId, making)
  return { kid: next.kid, signsFrom }
}

/** Makes sure that a key waits to be the next. Lock the tenant before. */
export const publishNextKey = async (
  transaction: StoreTransaction,
  tenantId: string,
  making: KeyMaking,
  now: number,
): Promise<void> => {
  const keys = await readStoredKeys(transaction, tenantId, now)
  if (waiting(keys) === undefined) await createSigningKey(transaction, tenantId, making)
}

/** The key that waits to be the next, without a time. */
export const waiting = (keys: readonly StoredKey[]): StoredKey | undefined =>
  keys.find(({ state, signsFrom }) => state === 'next' && signsFrom === undefined)

/** The key that is going to sign at a time that is set. */
export const scheduled = (keys: readonly StoredKey[]): StoredKey | undefined =>
  keys.find(({ state, signsFrom }) => state === 'next' && signsFrom !== undefined)

/** Sets when a key signs, in milliseconds since 1970; null takes a time back. */
export const setTimes = async (
  transaction: StoreTransaction,
  tenantId: string,
  kid: string,
  { signsFrom, retiredAt }: { readonly signsFrom?: number; readonly retiredAt?: number | null },
): Promise<void> => {
  await transaction
    .updateTable('signing_keys')
    .set({
      ...(signsFrom === undefined ? {} : { signs_from: new Date(signsFrom).toISOString() }),
      ...(retiredAt === undefined ? {} : { retired_at: retiredAt === null ? null : new Date(retiredAt).toISOString() }),
    })
    .where('tenant_id', '=', tenantId)
    .where('kid', '=', kid)
    .execute()
}
