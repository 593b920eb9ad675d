import type { rest } from '@understudy/contract'
import { sql } from 'kysely'
import { fetchPage } from '../listing/page.js'
import { parseSort } from '../listing/sort.js'
import type { WebIntegrationRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { integrationRecord } from './integration-rows.js'

/** A page of web integrations. */
export interface WebIntegrationList {
  readonly integrations: readonly rest.WebIntegration[]
  /** Cursors of the neighbouring pages. */
  readonly neighbours: { readonly startingAfter?: string; readonly endingBefore?: string }
}

const sortColumns = { name: 'name_folded', created: 'created_at', lastUpdated: 'updated_at' } as const

/**
 * Lists the web integrations of a tenant (contract 4.11).
 *
 * @throws UnderstudyError REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listWebIntegrations = async (
  { store, tenant, cursorKey }: TenantContext,
  { limit, startingAfter, endingBefore, sort: order, tenantId }: rest.WebIntegrationListQuery,
): Promise<WebIntegrationList> => {
  const sort = parseSort(order, ['name', 'created', 'lastUpdated'], { field: 'name', descending: false })
  const column = sortColumns[sort.field]
  const { rows, next, prev } = await fetchPage(
    {
      query: store
        .selectFrom('web_integrations')
        .selectAll()
        .where('tenant_id', '=', tenant.id)
        // Those of another tenant are none here.
        .where('tenant_id', '=', tenantId ?? tenant.id),
      sortedBy: sql.ref<string>(`web_integrations.${column}`),
      sortValue: (row: WebIntegrationRow) => row[column],
      id: sql.ref<string>('web_integrations.id'),
      descending: sort.descending,
      binding: {
        tenantId: tenant.id,
        list: 'web-integrations',
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: JSON.stringify([tenantId]),
      },
      cursorKey,
    },
    { limit, next: startingAfter, prev: endingBefore },
  )
  return {
    integrations: rows.map(integrationRecord),
    neighbours: {
      ...(next !== undefined && { startingAfter: next }),
      ...(prev !== undefined && { endingBefore: prev }),
    },
  }
}
