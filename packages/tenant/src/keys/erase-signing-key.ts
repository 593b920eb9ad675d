import type { StoreTransaction } from '../store/schema.js'

/** Deletes the private half of a key that is of no use any more; its row stays, so that no key gets its `kid`. */
export const eraseSigningKey = async (transaction: StoreTransaction, tenantId: string, kid: string): Promise<void> => {
  await transaction
    .updateTable('signing_keys')
    .set({ private_key_encrypted: '' })
    .where('tenant_id', '=', tenantId)
    .where('kid', '=', kid)
    .execute()
}
