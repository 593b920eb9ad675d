import type { rest } from '@understudy/contract'
import { type ExpressionBuilder, type Selectable, sql } from 'kysely'
import { type ComparisonPrinters, filterCondition, foldedComparison } from '../listing/filter-condition.js'
import { parseFilter } from '../listing/filter-parser.js'
import { fetchPage, type PageRequest } from '../listing/page.js'
import { parseSort } from '../listing/sort.js'
import type { OAuthClientRow, StoreSchema } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { clientRecords } from './client-rows.js'
import { isShown, type ShownClients } from './shown-clients.js'

/** What of the clients is asked for; texts as they came in. */
export interface ClientListRequest extends PageRequest, ShownClients {
  readonly filter?: string | undefined
  readonly sort?: string | undefined
  readonly totalResults?: boolean | undefined
}

/** A page of clients. */
export interface ClientList {
  readonly clients: readonly rest.OAuthClient[]
  readonly next?: string
  readonly prev?: string
  readonly totalResults?: number
}

/** What clients can be filtered by (contract 4.6). */
const clientAttributes = {
  clientId: ['eq'],
  clientName: ['eq', 'co'],
  appType: ['eq'],
  tenantId: ['eq'],
  createdByType: ['eq'],
} as const

type ClientAttribute = keyof typeof clientAttributes

const clientPrinters = (eb: ExpressionBuilder<StoreSchema, 'oauth_clients'>): ComparisonPrinters<ClientAttribute> => ({
  clientId: foldedComparison(eb.ref('oauth_clients.id')),
  clientName: foldedComparison(eb.ref('oauth_clients.name_folded')),
  appType: foldedComparison(eb.ref('oauth_clients.app_type')),
  tenantId: foldedComparison(eb.fn<string>('lower', ['oauth_clients.tenant_id'])),
  createdByType: foldedComparison(eb.ref('oauth_clients.created_by_type')),
})

const sortColumns = {
  clientName: 'name_folded',
  clientId: 'id',
  appType: 'app_type',
  tenantId: 'tenant_id',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} as const satisfies Record<string, keyof OAuthClientRow>

const sortFields = Object.keys(sortColumns) as (keyof typeof sortColumns)[]

/**
 * Lists the OAuth clients of a tenant (contract 4.6).
 *
 * @throws UnderstudyError REST-INVALID-FILTER, REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listClients = async (context: TenantContext, request: ClientListRequest): Promise<ClientList> => {
  const { store, tenant, cursorKey } = context
  const sort = parseSort(request.sort, sortFields, { field: 'clientName', descending: false })
  const filter =
    request.filter === undefined ? undefined : parseFilter<ClientAttribute>(request.filter, clientAttributes)
  const all = store
    .selectFrom('oauth_clients')
    .where('oauth_clients.tenant_id', '=', tenant.id)
    .where((eb) => isShown(eb, request, context.clock()))
  const matching = filter === undefined ? all : all.where((eb) => filterCondition(eb, filter, clientPrinters(eb)))

  const column = sortColumns[sort.field]
  const { rows, ...cursors } = await fetchPage(
    {
      query: matching.selectAll('oauth_clients'),
      sortedBy: sql.ref<string>(`oauth_clients.${column}`),
      sortValue: (row: Selectable<OAuthClientRow>) => row[column],
      id: sql.ref<string>('oauth_clients.id'),
      descending: sort.descending,
      binding: {
        tenantId: tenant.id,
        list: 'oauth-clients',
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: request.filter ?? '',
      },
      cursorKey,
    },
    request,
  )
  const clients = await clientRecords(store, tenant.id, rows)
  if (request.totalResults !== true) return { clients, ...cursors }
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { clients, ...cursors, totalResults: Number(total) }
}
