import type { StoreTransaction } from './schema.js'

/**
 * Makes the transaction the only one of its kind in the tenant until it ends: limits that are counted before a row is
 * added would be overrun by simultaneous additions otherwise. Writing the tenant's row locks it on both databases.
 */
export const lockTenant = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  await transaction
    .updateTable('tenants')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('tenant_id', '=', tenantId)
    .execute()
}
