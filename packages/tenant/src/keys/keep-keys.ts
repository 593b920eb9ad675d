import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import type { Store } from '../store/schema.js'
import { touchTenant } from '../store/touch-tenant.js'
import type { KeyMaking } from './create-signing-key.js'
import { eraseSigningKey } from './erase-signing-key.js'
import { publishNextKey, rotateSigningKey, scheduled, waiting } from './rotate-signing-key.js'
import { readStoredKeys, type StoredKey } from './stored-keys.js'

/** What the schedule of keys works with. */
export interface KeyKeeping extends Omit<AuditedChangeContext, 'tenant'> {
  readonly store: Store
  readonly making: KeyMaking
  /** Seconds for which a key signs; 0 leaves rotation to the operator. */
  readonly rotationInterval: number
}

/**
 * Does what is due with the keys of a tenant: publishes a next key where there is none, rotates when the current key has
 * signed for the interval, and deletes private halves that are of no use any more. Any number of nodes may do so at
 * once: the first one to lock the tenant does it, the others find it done.
 *
 * @returns whether something was changed
 */
export const keepKeys = async (keeping: KeyKeeping, tenantId: string): Promise<boolean> => {
  const { store, making, rotationInterval } = keeping
  const isDue = (keys: readonly StoredKey[], now: number): boolean =>
    rotationInterval > 0 &&
    scheduled(keys) === undefined &&
    keys.some((key) => key.state === 'current' && now >= (key.signsFrom ?? now) + rotationInterval * 1000)
  const useless = (keys: readonly StoredKey[]): StoredKey[] =>
    keys.filter(({ state, erased }) => (state === 'ended' || state === 'revoked') && !erased)

  const seenAt = making.clock()
  const seen = await readStoredKeys(store, tenantId, seenAt)
  if (waiting(seen) !== undefined && !isDue(seen, seenAt) && useless(seen).length === 0) return false

  return auditedChange({ ...keeping, tenant: { id: tenantId } }, async (transaction, note) => {
    await touchTenant(transaction, tenantId)
    const now = making.clock()
    const keys = await readStoredKeys(transaction, tenantId, now)
    for (const { kid } of useless(keys)) await eraseSigningKey(transaction, tenantId, kid)
    if (!isDue(keys, now)) {
      await publishNextKey(transaction, tenantId, making, now)
      return true
    }
    const { kid } = await rotateSigningKey(transaction, tenantId, making, now)
    note({
      event: 'signing-key.rotated',
      outcome: 'success',
      actor: { type: 'operator', id: 'schedule' },
      subject: kid,
    })
    return true
  })
}
