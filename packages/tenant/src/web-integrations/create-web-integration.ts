import type { rest } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { foldCase } from '../listing/filter-condition.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertOrigins, integrationRecord } from './integration-rows.js'

/**
 * Creates a web integration (contract 4.11).
 *
 * @throws UnderstudyError WEB-INTEGRATIONS-INVALID
 */
export const createWebIntegration = async (
  context: TenantContext,
  caller: Caller,
  { name, validOrigins = [], partitionedCookies = false }: rest.WebIntegrationCreate,
): Promise<rest.WebIntegration> => {
  assertOrigins(validOrigins, '/validOrigins')
  const { tenant, clock, randomness } = context
  const now = new Date(clock()).toISOString()
  return auditedChange(context, async (transaction, note) => {
    const row = await transaction
      .insertInto('web_integrations')
      .values({
        tenant_id: tenant.id,
        id: randomness.uuid(),
        name,
        name_folded: foldCase(name),
        valid_origins: JSON.stringify([...new Set(validOrigins)]),
        partitioned_cookies: partitionedCookies ? 1 : 0,
        created_at: now,
        created_by: caller.userId,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    note({ event: 'web-integration.created', outcome: 'success', ...caller.trace, subject: row.id })
    return integrationRecord(row)
  })
}
