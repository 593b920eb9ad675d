import { rest, UnderstudyError } from '@understudy/contract'
import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { inVisibleCollection } from '../collections/visible-collections.js'
import { foldedComparison } from '../listing/filter-condition.js'
import { fetchPage, type Page } from '../listing/page.js'
import { parseSort } from '../listing/sort.js'
import type { AppRow, StoreSchema } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { asksForApps } from './item-resource-types.js'
import { readableApps } from './readable-apps.js'
import { unnamedApps } from './unnamed-apps.js'

const sortColumns = {
  createdAt: 'created_at',
  name: 'name_folded',
  updatedAt: 'updated_at',
} as const

const sortFields = [...(Object.keys(sortColumns) as (keyof typeof sortColumns)[]), 'recentlyUsed'] as const

/** Most ids that `resourceIds` may name (contract 4.13). */
const maximumIds = 100

/** What a list of items is asked for; `publishedFrom` for the published copies of an app. */
export type ItemQuery = rest.ItemListQuery & { readonly publishedFrom?: string }

/**
 * Lists the items of a tenant that the caller may open and may know of, which are apps (contract 4.13).
 *
 * @throws UnderstudyError REST-INVALID-PARAMETER, REST-INVALID-SORT, REST-INVALID-CURSOR
 */
export const listItems = async (
  context: TenantContext,
  caller: Caller,
  query: ItemQuery,
): Promise<Page<Selectable<AppRow>>> => {
  const { tenant, cursorKey } = context
  const { sort: _sort, limit: _limit, next: _next, prev: _prev, noActions: _noActions, ...filters } = query
  const sort = parseSort(query.sort, sortFields, { field: 'createdAt', descending: false })
  const sortedBy =
    sort.field === 'recentlyUsed'
      ? lastUseBy(tenant.id, caller.userId)
      : sql.ref<string>(`apps.${sortColumns[sort.field]}`)
  const unnamed = await unnamedApps(context, caller)
  return fetchPage(
    {
      query: readableApps(context, caller)
        .selectAll('apps')
        .select(sortedBy.as('sort_value'))
        .where((eb) =>
          eb.and([
            ...itemConditions(eb, tenant.id, caller, query),
            ...(unnamed.length > 0 ? [eb('apps.id', 'not in', unnamed)] : []),
          ]),
        ),
      sortedBy,
      sortValue: ({ sort_value }) => sort_value,
      id: sql.ref<string>('apps.id'),
      descending: sort.descending,
      binding: {
        tenantId: tenant.id,
        list: `items of ${caller.userId}`,
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: JSON.stringify(Object.entries(filters).sort()),
      },
      cursorKey,
    },
    query,
  )
}

/** When a user opened an app last; apps that they did not open come after those that they did, by their last change. */
const lastUseBy = (tenantId: string, userId: string) => sql<string>`coalesce(
  (select '1' || max(item_views.last_at) from item_views
    where item_views.tenant_id = ${tenantId} and item_views.user_id = ${userId} and item_views.item_id = apps.id),
  '0' || apps.updated_at)`

/** One condition for each parameter that was given. */
const itemConditions = (
  eb: ExpressionBuilder<StoreSchema, 'apps'>,
  tenantId: string,
  caller: Caller,
  query: ItemQuery,
): Expression<SqlBool>[] => {
  const {
    id,
    publishedFrom,
    collectionId,
    ownerId,
    notOwnerId,
    createdByUserId,
    notCreatedByUserId,
    spaceId,
    spaceType,
    name,
    query: text,
  } = query
  const ids = resourceIds(query)
  const notOwnedBy = (userId: string): Expression<SqlBool> =>
    eb.or([eb('apps.owner_id', 'is', null), eb('apps.owner_id', '!=', userId)])
  const contains = (column: 'name_folded' | 'description', part: string): Expression<SqlBool> =>
    foldedComparison(eb.fn<string>('lower', [`apps.${column}`]))('co', part)
  const given: (Expression<SqlBool> | undefined)[] = [
    asksForLink(query) || !asksForApps(query) ? sql<SqlBool>`1 = 0` : undefined,
    collectionId === undefined ? undefined : inVisibleCollection(eb, { tenantId, userId: caller.userId }, collectionId),
    query.shared === undefined ? undefined : eb('apps.space_id', query.shared ? 'is not' : 'is', null),
    id === undefined ? undefined : eb('apps.id', '=', id),
    publishedFrom === undefined ? undefined : eb('apps.origin_app_id', '=', publishedFrom),
    ids === undefined ? undefined : eb('apps.id', 'in', ids),
    ownerId === undefined ? undefined : eb('apps.owner_id', '=', ownerId),
    createdByUserId === undefined ? undefined : eb('apps.owner_id', '=', createdByUserId),
    notOwnerId === undefined ? undefined : notOwnedBy(notOwnerId),
    notCreatedByUserId === undefined ? undefined : notOwnedBy(notCreatedByUserId),
    spaceId === undefined ? undefined : inSpace(eb, caller, spaceId),
    spaceType === undefined ? undefined : inSpaceOfType(eb, spaceType),
    name === undefined ? undefined : contains('name_folded', name),
    text === undefined ? undefined : eb.or([contains('name_folded', text), contains('description', text)]),
  ]
  return given.filter((condition) => condition !== undefined)
}

/** `resourceLink` finds resources that lie elsewhere, as no app does; what it needs is what `resourceId` does. */
const asksForLink = ({ resourceLink, resourceId, resourceType }: rest.ItemListQuery): boolean => {
  if (resourceLink === undefined) return false
  if (resourceType !== undefined && resourceId === undefined) return true
  const problem = resourceId === undefined ? 'needs "resourceType"' : 'cannot be combined with "resourceId"'
  throw new UnderstudyError('REST-INVALID-PARAMETER', `"resourceLink" ${problem}.`, {
    source: { parameter: 'resourceLink' },
  })
}

/** `resourceId` and `resourceIds` need to know of which type the resource is (contract 4.13). */
const resourceIds = ({ resourceId, resourceIds, resourceType }: rest.ItemListQuery): string[] | undefined => {
  const parameter = resourceId === undefined ? 'resourceIds' : 'resourceId'
  const ids = resourceId === undefined ? resourceIds?.split(',') : [resourceId]
  if (ids === undefined) return undefined
  if (resourceType === undefined)
    throw new UnderstudyError('REST-INVALID-PARAMETER', `"${parameter}" needs "resourceType".`, {
      source: { parameter },
    })
  if (ids.length > maximumIds)
    throw new UnderstudyError('REST-INVALID-PARAMETER', `"${parameter}" names more than ${maximumIds} ids.`, {
      source: { parameter },
    })
  return ids
}

const inSpace = (eb: ExpressionBuilder<StoreSchema, 'apps'>, caller: Caller, spaceId: string): Expression<SqlBool> =>
  spaceId === 'personal'
    ? eb.and([eb('apps.space_id', 'is', null), eb('apps.owner_id', '=', caller.userId)])
    : eb('apps.space_id', '=', spaceId)

const inSpaceOfType = (eb: ExpressionBuilder<StoreSchema, 'apps'>, text: string): Expression<SqlBool> => {
  const names = text.split(',')
  const types = rest.spaceTypes.filter((type) => names.includes(type))
  const personal = names.includes('personal')
  if (types.length + (personal ? 1 : 0) !== new Set(names).size)
    throw new UnderstudyError(
      'REST-INVALID-PARAMETER',
      `"spaceType" must list some of personal, ${rest.spaceTypes.join(', ')}.`,
      { source: { parameter: 'spaceType' } },
    )
  const spaces = eb
    .selectFrom('spaces')
    .select('spaces.id')
    .whereRef('spaces.tenant_id', '=', 'apps.tenant_id')
    .whereRef('spaces.id', '=', 'apps.space_id')
    .where('spaces.type', 'in', types)
  return eb.or([
    ...(types.length > 0 ? [eb.exists(spaces)] : []),
    ...(personal ? [eb('apps.space_id', 'is', null)] : []),
  ])
}
