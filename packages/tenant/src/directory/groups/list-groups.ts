import { sql } from 'kysely'
import { fetchPage, type PageRequest } from '../../listing/page.js'
import { parseSort } from '../../listing/sort.js'
import type { GroupRow } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { groupCondition, parseGroupFilter } from './group-filter.js'
import { type GroupRecord, groupRecords } from './group-rows.js'

/** What of the groups is asked for; texts as they came in. */
export interface GroupListRequest extends PageRequest {
  readonly filter?: string | undefined
  readonly sort?: string | undefined
  readonly totalResults?: boolean | undefined
}

/** A page of groups. */
export interface GroupList {
  readonly groups: readonly GroupRecord[]
  readonly next?: string
  readonly prev?: string
  readonly totalResults?: number
}

const sortColumns = {
  name: 'name_folded',
  _id: 'id',
  id: 'id',
  status: 'status',
  providerType: 'provider_type',
  createdAt: 'created_at',
  lastUpdatedAt: 'updated_at',
} as const satisfies Record<string, keyof GroupRow>

const sortFields = Object.keys(sortColumns) as (keyof typeof sortColumns)[]

/**
 * Lists the groups of a tenant, without system groups (contract 4.2).
 *
 * @throws UnderstudyError REST-INVALID-FILTER, REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listGroups = async (context: TenantContext, request: GroupListRequest): Promise<GroupList> => {
  const { store, tenant, cursorKey } = context
  const sort = parseSort(request.sort, sortFields, { field: 'name', descending: false })
  const filter = request.filter === undefined ? undefined : parseGroupFilter(request.filter)
  const all = store.selectFrom('groups').where('groups.tenant_id', '=', tenant.id)
  const matching = filter === undefined ? all : all.where((eb) => groupCondition(eb, filter))

  const column = sortColumns[sort.field]
  const { rows, ...cursors } = await fetchPage(
    {
      query: matching.selectAll('groups'),
      sortedBy: sql.ref<string>(`groups.${column}`),
      sortValue: (row: GroupRow) => row[column],
      id: sql.ref<string>('groups.id'),
      descending: sort.descending,
      binding: {
        tenantId: tenant.id,
        list: 'groups',
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: request.filter ?? '',
      },
      cursorKey,
    },
    request,
  )
  const groups = await groupRecords(store, tenant.id, rows)
  if (request.totalResults !== true) return { groups, ...cursors }
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { groups, ...cursors, totalResults: Number(total) }
}
