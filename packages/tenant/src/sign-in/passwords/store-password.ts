import type { StoreTransaction } from '../../store/schema.js'
import type { PasswordOwner } from './password-hash.js'

/** Writes the password of a user, in place of the one before. */
export const storePassword = async (
  transaction: StoreTransaction,
  { tenantId, userId }: PasswordOwner,
  hash: string,
  now: number,
): Promise<void> => {
  const changedAt = new Date(now).toISOString()
  await transaction
    .insertInto('passwords')
    .values({ tenant_id: tenantId, user_id: userId, hash, changed_at: changedAt })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ hash, changed_at: changedAt }))
    .execute()
}
