import type { rest } from '@understudy/contract'
import type { Store } from '../store/schema.js'
import type { Tenant } from './tenant.js'

/** The tenant as REST shows it, but for its link (contract 4.12). */
export type TenantRecord = Omit<rest.Tenant, 'links'>

/** Reads what the store knows of a tenant. */
export const readTenant = async (store: Store, tenant: Tenant): Promise<TenantRecord> => {
  const row = await store
    .selectFrom('tenants')
    .select(['name', 'created_at'])
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirstOrThrow()
  return {
    id: tenant.id,
    name: row.name,
    hostnames: tenant.hostnames.length > 0 ? [...tenant.hostnames] : [new URL(tenant.origin).hostname],
    status: 'active',
    created: row.created_at,
    lastUpdated: row.created_at,
  }
}
