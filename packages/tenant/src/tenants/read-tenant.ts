import { type rest, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from './tenant-context.js'

/** The tenant as REST shows it, but for its link (contract 4.12). */
export type TenantRecord = Omit<rest.Tenant, 'links'>

/**
 * Reads what the store knows of a tenant.
 *
 * @param tenantId of another tenant, for the operator's; that of the context by default
 * @throws UnderstudyError `TENANTS-8`
 */
export const readTenant = async (
  { store, config, tenant }: TenantContext,
  tenantId: string = tenant.id,
): Promise<TenantRecord> => {
  const row = await store.selectFrom('tenants').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst()
  if (row === undefined) throw new UnderstudyError('TENANTS-8', 'There is no such tenant.')
  const hostnames = await store
    .selectFrom('tenant_hostnames')
    .select('hostname')
    .where('tenant_id', '=', tenantId)
    .orderBy('position')
    .orderBy('hostname')
    .execute()
  return {
    id: row.tenant_id,
    name: row.name,
    hostnames: hostnames.length > 0 ? hostnames.map(({ hostname }) => hostname) : [new URL(tenant.origin).hostname],
    status: row.status,
    region: config.region,
    datacenter: config.region,
    created: row.created_at,
    ...(row.created_by === null ? {} : { createdByUser: row.created_by }),
    lastUpdated: row.updated_at ?? row.created_at,
    statusLastUpdatedAt: row.status_changed_at ?? row.created_at,
  }
}
