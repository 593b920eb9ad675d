import type { StoreTransaction } from '../store/schema.js'
import { addHostname } from './hostnames.js'

/** A tenant about to be made. */
export interface NewTenant {
  readonly id: string
  readonly name: string
  /** Public origin, or null where it follows from the listening address. */
  readonly origin: string | null
  readonly hostnames: readonly string[]
  readonly kind?: 'customer' | 'operator'
  /** ISO 8601. */
  readonly createdAt: string
}

/**
 * Writes a tenant with its host names and default settings.
 *
 * @throws UnderstudyError `TENANTS-HOSTNAME-TAKEN`
 */
export const createTenant = async (transaction: StoreTransaction, tenant: NewTenant): Promise<void> => {
  await transaction
    .insertInto('tenants')
    .values({
      tenant_id: tenant.id,
      name: tenant.name,
      origin: tenant.origin,
      created_at: tenant.createdAt,
      kind: tenant.kind ?? 'customer',
    })
    .execute()
  for (const [position, hostname] of tenant.hostnames.entries()) {
    await addHostname(transaction, tenant.id, hostname, position)
  }
  await transaction
    .insertInto('group_settings')
    .values({ tenant_id: tenant.id, auto_create_groups: 0, sync_idp_groups: 0 })
    .execute()
}
