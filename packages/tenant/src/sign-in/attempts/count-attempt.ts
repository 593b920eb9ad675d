import { hash } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import { sql } from 'kysely'
import { foldCase } from '../../listing/filter-condition.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AttemptLimit, accountLimit, addressLimit } from './attempt-limits.js'
import { countFailure } from './count-failure.js'
import { networkOf } from './network-of.js'

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
  await admitOrRefuse(context, byAddress, addressLimit)
  await admitOrRefuse(context, byAccount, accountLimit)
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

const admitOrRefuse = async (context: TenantContext, counter: string, limit: AttemptLimit): Promise<void> => {
  const blockedFor = await countFailure(context, counter, limit)
  if (blockedFor === 0) return
  throw new UnderstudyError('LOGIN-TOO-MANY-ATTEMPTS', 'Too many attempts to sign in did not succeed.', {
    meta: { retryAfter: Math.ceil(blockedFor / 1000) },
  })
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
