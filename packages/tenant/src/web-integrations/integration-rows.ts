import { type rest, UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { WebIntegrationRow } from '../store/schema.js'
import { originProblem } from '../validation/web-address.js'

/** A web integration as REST shows it. */
export const integrationRecord = (row: Selectable<WebIntegrationRow>): rest.WebIntegration => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  validOrigins: JSON.parse(row.valid_origins),
  partitionedCookies: row.partitioned_cookies === 1,
  created: row.created_at,
  ...(row.created_by !== null && { createdBy: row.created_by }),
  lastUpdated: row.updated_at,
})

/** The web integration does not exist in this tenant. */
export const integrationNotFound = (id: string): UnderstudyError =>
  new UnderstudyError('WEB-INTEGRATIONS-NOT-FOUND', `There is no web integration ${id.slice(0, 64)} in this tenant.`)

/**
 * Checks the origins of a web integration: each explicit, as browsers send them (contract 4.11).
 *
 * @throws UnderstudyError WEB-INTEGRATIONS-INVALID, naming the member
 */
export const assertOrigins = (origins: readonly string[], pointer: string): void => {
  origins.forEach((origin, index) => {
    const problem = originProblem(origin)
    if (problem !== undefined)
      throw new UnderstudyError('WEB-INTEGRATIONS-INVALID', `${JSON.stringify(origin)} ${problem}.`, {
        source: { pointer: `${pointer}/${index}` },
      })
  })
}
