import { parseScopeList, scopesCover } from '@understudy/contract'
import type { Store, StoreTransaction } from '../../store/schema.js'

/** Whose consent it is, and to which client. */
export interface ConsentKey {
  readonly tenantId: string
  readonly userId: string
  readonly clientId: string
}

/** The scopes that a user has allowed a client; none without a consent. */
export const consentedScopes = async (store: Store | StoreTransaction, key: ConsentKey): Promise<string[]> => {
  const row = await store
    .selectFrom('oauth_consents')
    .select('scope')
    .where('tenant_id', '=', key.tenantId)
    .where('user_id', '=', key.userId)
    .where('client_id', '=', key.clientId)
    .executeTakeFirst()
  return parseScopeList(row?.scope ?? '')
}

/**
 * Remembers a consent, beside what was allowed before. The row is written first: consents that race follow each other.
 *
 * @param now ISO 8601
 */
export const giveConsent = async (
  transaction: StoreTransaction,
  key: ConsentKey,
  scopes: readonly string[],
  now: string,
): Promise<void> => {
  const { scope: before } = await transaction
    .insertInto('oauth_consents')
    .values({ tenant_id: key.tenantId, user_id: key.userId, client_id: key.clientId, scope: '', given_at: now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id', 'client_id']).doUpdateSet({ given_at: now }))
    .returning('scope')
    .executeTakeFirstOrThrow()
  const known = parseScopeList(before)
  const added = scopes.filter((scope) => !scopesCover(known, scope))
  await transaction
    .updateTable('oauth_consents')
    .set({ scope: [...known, ...added].join(' ') })
    .where('tenant_id', '=', key.tenantId)
    .where('user_id', '=', key.userId)
    .where('client_id', '=', key.clientId)
    .execute()
}
