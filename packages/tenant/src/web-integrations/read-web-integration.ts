import type { rest } from '@understudy/contract'
import { prepareQuery } from '../store/prepared-query.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { integrationNotFound, integrationRecord } from './integration-rows.js'

/** Finds a web integration of the tenant. */
export const findWebIntegration = async (
  { store, tenant }: TenantContext,
  id: string,
): Promise<rest.WebIntegration | undefined> => {
  const row = await store
    .selectFrom('web_integrations')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && integrationRecord(row)
}

/**
 * Reads a web integration.
 *
 * @throws UnderstudyError WEB-INTEGRATIONS-NOT-FOUND
 */
export const readWebIntegration = async (context: TenantContext, id: string): Promise<rest.WebIntegration> => {
  const found = await findWebIntegration(context, id)
  if (found === undefined) throw integrationNotFound(id)
  return found
}

const originsQuery = prepareQuery(['tenantId'], (store, { tenantId }) =>
  store.selectFrom('web_integrations').select('valid_origins').where('tenant_id', '=', tenantId),
)

/** Whether a web integration of the tenant lists exactly this origin. */
export const isIntegrationOrigin = async ({ store, tenant }: TenantContext, origin: string): Promise<boolean> => {
  const rows = await originsQuery(store, { tenantId: tenant.id })
  return rows.some((row) => (JSON.parse(row.valid_origins) as string[]).includes(origin))
}
