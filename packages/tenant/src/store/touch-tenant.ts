import { sql } from 'kysely'
import type { StoreTransaction } from './schema.js'

/**
 * Tells running nodes that what they remember of a tenant (its names, its state, its keys) is outdated from the commit
 * on. Writing the tenant's row also makes the transaction the only one of its kind until it ends.
 */
export const touchTenant = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  await transaction
    .updateTable('tenants')
    .set({ revision: sql<number>`revision + 1` })
    .where('tenant_id', '=', tenantId)
    .execute()
}
