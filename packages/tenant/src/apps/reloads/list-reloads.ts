import { type Expression, type SqlBool, sql } from 'kysely'
import { filterCondition } from '../../listing/filter-condition.js'
import { parseFilter } from '../../listing/filter-parser.js'
import { fetchPage, type Page, type PageRequest } from '../../listing/page.js'
import { parseSort } from '../../listing/sort.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { Reload } from './reload-rows.js'

/** What reloads can be filtered by (reloads of the published client). */
const attributes = { status: ['eq'], partial: ['eq'], type: ['eq'] } as const
type ReloadAttribute = keyof typeof attributes

/** What they can be sorted by; times that a reload has not come to are before all others. */
const sortFields = ['creationTime', 'status', 'startTime', 'endTime'] as const
type SortField = (typeof sortFields)[number]

const columns: Readonly<Record<SortField, 'created_at' | 'status' | 'started_at' | 'ended_at'>> = {
  creationTime: 'created_at',
  status: 'status',
  startTime: 'started_at',
  endTime: 'ended_at',
}

/** Every reload was asked for by a call of the API. */
export const reloadType = 'external'

/** Which reloads are listed. */
export interface ReloadQuery extends PageRequest {
  /** Without it, those of all apps of the tenant. */
  readonly appId?: string | undefined
  readonly filter?: string | undefined
  readonly partial?: boolean | undefined
  readonly sort?: string | undefined
}

/**
 * One page of reloads, the latest first unless another order is asked for.
 *
 * @throws UnderstudyError REST-INVALID-FILTER, REST-INVALID-SORT, REST-INVALID-CURSOR
 */
export const listReloads = (
  { store, tenant, cursorKey }: Pick<TenantContext, 'store' | 'tenant' | 'cursorKey'>,
  { appId, filter, partial, sort, ...page }: ReloadQuery,
): Promise<Page<Reload>> => {
  const { field, descending } = parseSort(sort, sortFields, { field: 'creationTime', descending: true })
  const conditions = filter === undefined ? undefined : parseFilter<ReloadAttribute>(filter, attributes)
  const column = columns[field]
  return fetchPage(
    {
      query: store
        .selectFrom('reloads')
        .selectAll()
        .where('tenant_id', '=', tenant.id)
        .$if(appId !== undefined, (query) => query.where('app_id', '=', appId ?? ''))
        .$if(partial !== undefined, (query) => query.where(isPartial(partial === true)))
        .$if(conditions !== undefined, (query) =>
          query.where((eb) => (conditions === undefined ? eb.val(true) : filterCondition(eb, conditions, printers))),
        ),
      sortedBy: sql<string>`coalesce(${sql.ref(`reloads.${column}`)}, '')`,
      sortValue: (row: Reload) => row[column] ?? '',
      id: sql.ref<string>('reloads.id'),
      descending,
      binding: {
        tenantId: tenant.id,
        list: `reloads of ${appId ?? 'all apps'}`,
        sort: `${descending ? '-' : '+'}${field}`,
        filter: JSON.stringify([filter, partial]),
      },
      cursorKey,
    },
    page,
  )
}

const isPartial = (partial: boolean): Expression<SqlBool> => sql<SqlBool>`reloads.partial = ${partial ? 1 : 0}`

const never: Expression<SqlBool> = sql<SqlBool>`1 = 0`
const always: Expression<SqlBool> = sql<SqlBool>`1 = 1`

const printers: Readonly<Record<ReloadAttribute, (operator: string, value: string) => Expression<SqlBool>>> = {
  status: (_operator, value) => sql<SqlBool>`reloads.status = ${value.toUpperCase()}`,
  partial: (_operator, value) =>
    ['true', 'false'].includes(value.toLowerCase()) ? isPartial(value.toLowerCase() === 'true') : never,
  type: (_operator, value) => (value.toLowerCase() === reloadType ? always : never),
}
