import { type Selectable, sql } from 'kysely'
import { fetchPage, type PageRequest } from '../../listing/page.js'
import { parseSort } from '../../listing/sort.js'
import type { UserRow } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { parseUserFilter, userCondition } from './user-filter.js'
import { assertMayFind } from './user-lookup.js'
import { type UserRecord, userRecords } from './user-rows.js'

/** What of the users is asked for; texts as they came in. */
export interface UserListRequest extends PageRequest {
  readonly filter?: string | undefined
  readonly sort?: string | undefined
  readonly totalResults?: boolean | undefined
}

/** A page of users. */
export interface UserList {
  readonly users: readonly UserRecord[]
  readonly next?: string
  readonly prev?: string
  readonly totalResults?: number
}

const sortColumns = {
  name: 'name_folded',
  _id: 'id',
  id: 'id',
  tenantId: 'tenant_id',
  clientId: 'client_id',
  status: 'status',
  subject: 'subject_folded',
  email: 'email_folded',
  inviteExpiry: 'invite_expiry',
  createdAt: 'created_at',
} as const satisfies Record<string, keyof UserRow>

const sortFields = Object.keys(sortColumns) as (keyof typeof sortColumns)[]

/**
 * Lists the users of a tenant (contract 4.1), as far as the caller may find them.
 *
 * @throws UnderstudyError USERS-LOOKUP-ONLY, AUTH-INSUFFICIENT-SCOPE, REST-INVALID-FILTER, REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listUsers = async (
  context: TenantContext,
  caller: Caller,
  request: UserListRequest,
): Promise<UserList> => {
  const { store, tenant, cursorKey } = context
  const sort = parseSort(request.sort, sortFields, { field: 'name', descending: false })
  const filter = request.filter === undefined ? undefined : parseUserFilter(request.filter)
  assertMayFind(caller, filter)
  const all = store.selectFrom('users').where('users.tenant_id', '=', tenant.id)
  const matching = filter === undefined ? all : all.where((eb) => userCondition(eb, filter))

  const column = sortColumns[sort.field]
  const ofNull = column === 'invite_expiry' ? 0 : ''
  const nullable = column === 'client_id' || column === 'invite_expiry'
  // An index serves an order by a bare column, never one by an expression. Without a filter that is the fastest way;
  // with one, the embedded store would walk the whole order rather than use the index of the filtered column.
  const byIndex = filter === undefined && !nullable
  const reference = sql.ref<string>(`users.${column}`)
  const page = await fetchPage(
    {
      query: matching.selectAll('users'),
      sortedBy: byIndex ? reference : sql<string | number>`coalesce(${reference}, ${sql.lit(ofNull)})`,
      sortValue: (row: Selectable<UserRow>) => row[column] ?? ofNull,
      id: sql.ref<string>('users.id'),
      descending: sort.descending,
      binding: {
        tenantId: tenant.id,
        list: 'users',
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: request.filter ?? '',
      },
      cursorKey,
    },
    request,
  )
  const users = await userRecords(store, tenant.id, page.rows)
  const { rows: _rows, ...cursors } = page
  if (request.totalResults !== true) return { users, ...cursors }
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { users, ...cursors, totalResults: Number(total) }
}
