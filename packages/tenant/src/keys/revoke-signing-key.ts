import { UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../store/schema.js'
import { createSigningKey, type KeyMaking } from './create-signing-key.js'
import { eraseSigningKey } from './erase-signing-key.js'
import { tolerance } from './key-life.js'
import { publishNextKey, scheduled, setTimes, waiting } from './rotate-signing-key.js'
import { readStoredKeys } from './stored-keys.js'

/**
 * Gives a key up that may have leaked: nothing that it signed counts any more, and its private half is deleted. Where it
 * signed, the next key does so at once, however short it has been published: whoever holds a leaked key can make any
 * token. Lock the tenant before.
 *
 * @param now milliseconds since 1970
 * @throws UnderstudyError `KEYS-NOT-FOUND` when the tenant has no such key, or it is of no use already
 */
export const revokeSigningKey = async (
  transaction: StoreTransaction,
  tenantId: string,
  kid: string,
  making: KeyMaking,
  now: number,
): Promise<void> => {
  const keys = await readStoredKeys(transaction, tenantId, now)
  const revoked = keys.find((key) => key.kid === kid)
  if (revoked === undefined || revoked.state === 'ended' || revoked.state === 'revoked') {
    throw new UnderstudyError('KEYS-NOT-FOUND', `No key ${kid.slice(0, 64)} of the tenant is in use.`)
  }
  await eraseSigningKey(transaction, tenantId, kid)
  await transaction
    .updateTable('signing_keys')
    .set({ revoked_at: new Date(now).toISOString() })
    .where('tenant_id', '=', tenantId)
    .where('kid', '=', kid)
    .execute()
  await deleteExchangeTokens(transaction, tenantId)

  const others = keys.filter((key) => key !== revoked)
  if (revoked.state === 'current') {
    const successor = scheduled(others) ?? waiting(others)
    // Set back, so that it signs at once also on a node whose clock is behind.
    const signsFrom = now - tolerance
    if (successor === undefined) await createSigningKey(transaction, tenantId, making, { signsFrom })
    else await setTimes(transaction, tenantId, successor.kid, { signsFrom })
  }
  if (revoked === scheduled(keys)) {
    // The rotation is called off: the key that was about to retire goes on.
    for (const key of others)
      if (key.state === 'current') await setTimes(transaction, tenantId, key.kid, { retiredAt: null })
  }
  await publishNextKey(transaction, tenantId, making, now)
}

/** Single-use tokens stand for access tokens that may have been signed with the leaked key. */
const deleteExchangeTokens = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  await transaction.deleteFrom('exchange_tokens').where('tenant_id', '=', tenantId).execute()
}
