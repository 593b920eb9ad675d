import type { Selectable } from 'kysely'
import type { AuthorizationCodeRow, StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { hashOpaqueToken, newOpaqueToken } from '../opaque-token.js'

/** What a code stands for. */
export type CodeBinding = Omit<
  Selectable<AuthorizationCodeRow>,
  'tenant_id' | 'code_hash' | 'grant_id' | 'expires_at' | 'redeemed_at'
>

/** For how long a code can be redeemed, in milliseconds (RFC 6749 section 4.1.2 asks for ten minutes at most). */
const codeLifetime = 60_000

/** For how long a code is remembered, so that one used twice ends what the first use obtained; milliseconds. */
const codeMemory = 86_400_000

/** Makes a code. The store holds its hash only. */
export const createCode = async (
  { store, tenant, clock, randomness }: TenantContext,
  binding: CodeBinding,
): Promise<string> => {
  const code = newOpaqueToken(randomness)
  const now = clock()
  await store
    .deleteFrom('authorization_codes')
    .where('tenant_id', '=', tenant.id)
    .where('expires_at', '<', now - codeMemory)
    .execute()
  await store
    .insertInto('authorization_codes')
    .values({
      ...binding,
      tenant_id: tenant.id,
      code_hash: hashOpaqueToken(code),
      grant_id: randomness.uuid(),
      expires_at: now + codeLifetime,
      redeemed_at: null,
    })
    .execute()
  return code
}

/** A presented code: good for its first use, or a repetition of it. */
export type PresentedCode =
  | { readonly kind: 'first-use'; readonly row: Selectable<AuthorizationCodeRow> }
  | { readonly kind: 'replay'; readonly row: Selectable<AuthorizationCodeRow> }
  | { readonly kind: 'unknown' }

/**
 * Uses a code up. Whoever presents it, with whatever else: a code that reached the wrong hands is dead. Of uses that race
 * on several nodes one is the first, as the row that it changes decides.
 */
export const useCode = async ({ store, tenant, clock }: TenantContext, code: string): Promise<PresentedCode> => {
  const codeHash = hashOpaqueToken(code)
  const used = await store
    .updateTable('authorization_codes')
    .set({ redeemed_at: clock() })
    .where('tenant_id', '=', tenant.id)
    .where('code_hash', '=', codeHash)
    .where('redeemed_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (used !== undefined) return { kind: 'first-use', row: used }
  const row = await store
    .selectFrom('authorization_codes')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('code_hash', '=', codeHash)
    .executeTakeFirst()
  return row === undefined ? { kind: 'unknown' } : { kind: 'replay', row }
}

/**
 * Holds the row of a used code until the end of the transaction, so that nothing that came of the code outlives what ends
 * it meanwhile.
 *
 * @returns whether it is still there: a second use and a withdrawn consent delete it
 */
export const holdCode = async (
  transaction: StoreTransaction,
  { tenant_id, code_hash, redeemed_at }: Selectable<AuthorizationCodeRow>,
): Promise<boolean> => {
  const held = await transaction
    .updateTable('authorization_codes')
    .set({ redeemed_at })
    .where('tenant_id', '=', tenant_id)
    .where('code_hash', '=', code_hash)
    .returning('code_hash')
    .executeTakeFirst()
  return held !== undefined
}

/** Forgets a code, after whoever holds its row. */
export const deleteCode = async (
  transaction: StoreTransaction,
  { tenant_id, code_hash }: Selectable<AuthorizationCodeRow>,
): Promise<void> => {
  await transaction
    .deleteFrom('authorization_codes')
    .where('tenant_id', '=', tenant_id)
    .where('code_hash', '=', code_hash)
    .execute()
}
