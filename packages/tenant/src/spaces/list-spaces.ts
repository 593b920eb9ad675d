import { rest } from '@understudy/contract'
import { sql } from 'kysely'
import { foldedComparison } from '../listing/filter-condition.js'
import { fetchPage } from '../listing/page.js'
import { parseSort } from '../listing/sort.js'
import type { SpaceRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type SpaceRecord, spaceRecord } from './space-rows.js'
import { visibleSpaces } from './visible-spaces.js'

/** A page of spaces, with the number of all that match. */
export interface SpaceList {
  readonly spaces: readonly SpaceRecord[]
  readonly next?: string
  readonly prev?: string
  readonly count: number
}

const sortColumns = { type: 'type', name: 'name_folded', createdAt: 'created_at' } as const

/**
 * Lists the spaces that the caller may see (contract 4.4).
 *
 * @throws UnderstudyError REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listSpaces = async (
  context: TenantContext,
  caller: Caller,
  query: rest.SpaceListQuery,
): Promise<SpaceList> => {
  const sort = parseSort(query.sort, ['name', 'type', 'createdAt'], { field: 'name', descending: false })
  const types = query.type === undefined ? undefined : spaceTypesOf(query.type)
  const { name, ownerId, action, roles } = query
  const environments = [query.environmentId, query['environment.name']]
  const otherAction = action !== undefined && action !== 'publish'
  const nothing = otherAction || types?.length === 0 || roles !== undefined || environments.some(Boolean)
  const matching = visibleSpaces(context, caller)
    .$if(types !== undefined && types.length > 0, (rows) => rows.where('spaces.type', 'in', types ?? []))
    // What is true of no space finds none: an unknown type, another action, an environment, a role that is assigned to
    // the caller (owners have all of them implicitly).
    .$if(nothing, (rows) => rows.where(sql<boolean>`1 = 0`))
    .$if(ownerId !== undefined, (rows) => rows.where('spaces.owner_id', '=', ownerId ?? ''))
    .$if(action === 'publish', (rows) => rows.where('spaces.type', '=', 'managed'))
    .$if(name !== undefined, (rows) =>
      rows.where((eb) => foldedComparison(eb.ref('spaces.name_folded'))('co', name ?? '')),
    )

  const column = sortColumns[sort.field]
  const { rows, ...cursors } = await fetchPage(
    {
      query: matching.selectAll('spaces'),
      sortedBy: sql.ref<string>(`spaces.${column}`),
      sortValue: (row: SpaceRow) => row[column],
      id: sql.ref<string>('spaces.id'),
      descending: sort.descending,
      binding: {
        tenantId: context.tenant.id,
        list: `spaces of ${caller.userId}`,
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: JSON.stringify([query.type, name, ownerId, action, roles, environments]),
      },
      cursorKey: context.cursorKey,
    },
    query,
  )
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { spaces: rows.map(spaceRecord), ...cursors, count: Number(count) }
}

/** The types of spaces that a list names; a name that is no type matches no space. */
const spaceTypesOf = (text: string): rest.SpaceTypeName[] => {
  const names = text.split(',').map((name) => name.trim())
  return rest.spaceTypes.filter((type) => names.includes(type))
}
