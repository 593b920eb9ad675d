import type { StoreTransaction } from '../store/schema.js'

/** A tenant about to be made. */
export interface NewTenant {
  readonly id: string
  readonly name: string
  /** Public origin, or null where it follows from the listening address. */
  readonly origin: string | null
  readonly hostnames: readonly string[]
  /** ISO 8601. */
  readonly createdAt: string
}

/** Writes a tenant with its host names and default settings. A host name that another tenant has violates a unique key. */
export const createTenant = async (transaction: StoreTransaction, tenant: NewTenant): Promise<void> => {
  await transaction
    .insertInto('tenants')
    .values({ tenant_id: tenant.id, name: tenant.name, origin: tenant.origin, created_at: tenant.createdAt })
    .execute()
  if (tenant.hostnames.length > 0) {
    await transaction
      .insertInto('tenant_hostnames')
      .values(
        tenant.hostnames.map((name, position) => ({ tenant_id: tenant.id, hostname: name.toLowerCase(), position })),
      )
      .execute()
  }
  await transaction
    .insertInto('group_settings')
    .values({ tenant_id: tenant.id, auto_create_groups: 0, sync_idp_groups: 0 })
    .execute()
}
