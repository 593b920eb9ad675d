import { hash } from 'node:crypto'
import type { Store } from './schema.js'

/** What an identifier may be presented for: one that was spent on one use says nothing of another. */
export type SingleUse = 'client-assertion' | 'dpop-proof' | 'jwt-login' | 'authorization-code' | 'upstream-sign-in'

/** An identifier that counts the first time only. */
export interface SpentIdentifier {
  readonly tenantId: string
  readonly use: SingleUse
  /** Whose identifier it is: two issuers (clients, keys, identity providers) may choose the same one. */
  readonly issuer: string
  /** The `jti`, or whatever must not be seen again. */
  readonly id: string
  /** Until when it could be presented again, milliseconds since 1970; nothing is remembered for longer. */
  readonly expiresAt: number
}

/**
 * Spends an identifier, on whichever node: the row that is inserted or not is what decides. Only its SHA-256 is kept, so
 * that identifiers of any length and alphabet fit.
 *
 * @param now milliseconds since 1970
 * @returns whether this is the first time
 */
export const spendOnce = async (
  store: Store,
  { tenantId, use, issuer, id, expiresAt }: SpentIdentifier,
  now: number,
): Promise<boolean> => {
  await store.deleteFrom('spent_identifiers').where('tenant_id', '=', tenantId).where('expires_at', '<', now).execute()
  const inserted = await store
    .insertInto('spent_identifiers')
    .values({
      tenant_id: tenantId,
      id_hash: hash('sha256', JSON.stringify([use, issuer, id]), 'base64url'),
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id_hash')
    .executeTakeFirst()
  return inserted !== undefined
}
