import { hash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { UnderstudyError } from '@understudy/contract'
import { sql } from 'kysely'
import { foldCase } from '../../listing/filter-condition.js'
import { runTransaction } from '../../store/run-transaction.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AttemptLimit, accountLimit, addressLimit, delayAfter } from './attempt-limits.js'

/**
 * What attempts are counted by, beside the network address:
 *
 * - `account`: the name as typed, whether or not a user has it, so that nothing is learnt from being slowed down.
 * - `known-browser`: of the user of that name, in place of the name.
 * - `password-change`: the user who is signed in. Guessing there must not slow the sign-in down, which is everybody's.
 */
export interface AttemptCounter {
  readonly kind: 'account' | 'known-browser' | 'password-change'
  readonly of: string
}

/**
 * Counts an attempt as failed before it is tried, so that simultaneous attempts are counted as surely as consecutive
 * ones, on whichever nodes.
 *
 * @returns call it when the attempt succeeded
 * @throws UnderstudyError LOGIN-TOO-MANY-ATTEMPTS, with `retryAfter` in seconds, when the attempt must not be tried yet
 */
export const countAttempt = async (
  context: TenantContext,
  { kind, of }: AttemptCounter,
  address: string,
): Promise<() => Promise<void>> => {
  const byAddress = counterHash('address', networkOf(address))
  const byAccount = counterHash(kind, of)
  await countFailure(context, byAddress, addressLimit)
  await countFailure(context, byAccount, accountLimit)
  return async () => {
    await forget(context, byAccount)
    // Only what this attempt added: else one account of the attacker's own would keep the address clean.
    await takeBack(context, byAddress)
  }
}

/** Forgets the failures of an account: who holds a link of an administrator has proved who they are. */
export const forgetAccountFailures = async (context: TenantContext, logins: readonly string[]): Promise<void> => {
  for (const login of logins) await forget(context, counterHash('account', login))
}

const countFailure = async (
  { store, tenant, clock }: TenantContext,
  counter: string,
  limit: AttemptLimit,
): Promise<void> => {
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
    await transaction
      .updateTable('sign_in_attempts')
      .set({ blocked_until: now + delayAfter(counted.failures, limit) })
      .where('tenant_id', '=', tenant.id)
      .where('counter_hash', '=', counter)
      .execute()
    return undefined
  })
  if (blockedUntil === undefined) return
  const retryAfter = Math.max(1, Math.ceil((blockedUntil - now) / 1000))
  throw new UnderstudyError('LOGIN-TOO-MANY-ATTEMPTS', 'Too many attempts to sign in did not succeed.', {
    meta: { retryAfter },
  })
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

const forget = async ({ store, tenant }: TenantContext, counter: string): Promise<void> => {
  await store
    .deleteFrom('sign_in_attempts')
    .where('tenant_id', '=', tenant.id)
    .where('counter_hash', '=', counter)
    .execute()
}

const takeBack = async ({ store, tenant }: TenantContext, counter: string): Promise<void> => {
  await store
    .updateTable('sign_in_attempts')
    .set({ failures: sql<number>`failures - 1`, blocked_until: 0 })
    .where('tenant_id', '=', tenant.id)
    .where('counter_hash', '=', counter)
    .where('failures', '>', 0)
    .execute()
}

const counterHash = (kind: AttemptCounter['kind'] | 'address', of: string): string =>
  hash('sha256', JSON.stringify([kind, kind === 'account' ? foldCase(of.trim()) : of]), 'base64url')

/** One subscriber commonly has a whole /64 of IPv6. */
const networkOf = (address: string): string => {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [before = '', after = ''] = address.split('::')
  const head = before.split(':').filter(Boolean)
  const tail = after.split(':').filter(Boolean)
  const groups = address.includes('::')
    ? [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail]
    : head
  return `${groups.slice(0, 4).join(':')}::/64`
}
