import { sql } from 'kysely'
import { runTransaction } from '../../store/run-transaction.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AttemptLimit, delayAfter } from './attempt-limits.js'

/**
 * Counts a failure, on whichever node, unless the counter is blocked already.
 *
 * @param counter hash of what is counted
 * @returns milliseconds for which it is blocked; 0 when the failure was counted
 */
export const countFailure = async (
  { store, tenant, clock }: Pick<TenantContext, 'store' | 'tenant' | 'clock'>,
  counter: string,
  limit: AttemptLimit,
): Promise<number> => {
  const now = clock()
  await store.deleteFrom('sign_in_attempts').where('tenant_id', '=', tenant.id).where('expires_at', '<', now).execute()
  const blockedUntil = await runTransaction(store, async (transaction) => {
    // Writing first takes the row's lock on both databases.
    const counted = await transaction
      .insertInto('sign_in_attempts')
      .values({
        tenant_id: tenant.id,
        counter_hash: counter,
        failures: 1,
        blocked_until: 0,
        expires_at: now + limit.memory,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'counter_hash'])
          .doUpdateSet({ failures: sql<number>`sign_in_attempts.failures + 1`, expires_at: now + limit.memory })
          .where('sign_in_attempts.blocked_until', '<=', now),
      )
      .returning('failures')
      .executeTakeFirst()
    if (counted === undefined) return blockedUntilOf(transaction, tenant.id, counter)
    const delay = delayAfter(counted.failures, limit)
    // Nothing to wait for is nothing: a request that began a moment earlier is not to wait for this one.
    await transaction
      .updateTable('sign_in_attempts')
      .set({ blocked_until: delay === 0 ? 0 : now + delay })
      .where('tenant_id', '=', tenant.id)
      .where('counter_hash', '=', counter)
      .execute()
    return undefined
  })
  return blockedUntil === undefined ? 0 : Math.max(1, blockedUntil - now)
}

const blockedUntilOf = async (transaction: StoreTransaction, tenantId: string, counter: string): Promise<number> => {
  const row = await transaction
    .selectFrom('sign_in_attempts')
    .select('blocked_until')
    .where('tenant_id', '=', tenantId)
    .where('counter_hash', '=', counter)
    .executeTakeFirst()
  return row?.blocked_until ?? 0
}
