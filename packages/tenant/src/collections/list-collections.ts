import { rest } from '@understudy/contract'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { foldedComparison } from '../listing/filter-condition.js'
import { fetchPage, type Page } from '../listing/page.js'
import { parseSort } from '../listing/sort.js'
import type { CollectionRow, StoreSchema } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type CollectionRecord, collectionRecords } from './collection-records.js'
import { findCollection, visibleCollections } from './visible-collections.js'

const sortColumns = { createdAt: 'created_at', name: 'name_folded', updatedAt: 'updated_at' } as const

/** What a list of collections is asked for; `itemId` for those that an item is in. */
export type CollectionQuery = Omit<rest.CollectionListQuery, 'includeItems'> & { readonly itemId?: string }

/**
 * Lists the collections that the caller sees, without the favourites, which have their own address.
 *
 * @throws UnderstudyError REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listCollections = async (
  context: TenantContext,
  caller: Caller,
  query: CollectionQuery,
): Promise<Page<CollectionRecord>> => {
  const { store, tenant, cursorKey } = context
  const { limit: _limit, next: _next, prev: _prev, sort: _sort, ...filters } = query
  const sort = parseSort(query.sort, ['createdAt', 'name', 'updatedAt'], { field: 'createdAt', descending: false })
  const column = sortColumns[sort.field]
  const { rows, ...cursors } = await fetchPage(
    {
      query: visibleCollections(store, tenant.id, caller.userId)
        .selectAll('collections')
        .where('collections.type', '!=', 'favorite')
        .where((eb) => eb.and(conditions(eb, query))),
      sortedBy: sql.ref<string>(`collections.${column}`),
      sortValue: (row: CollectionRow) => row[column],
      id: sql.ref<string>('collections.id'),
      descending: sort.descending,
      binding: {
        tenantId: tenant.id,
        list: `collections of ${caller.userId}`,
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: JSON.stringify(Object.entries(filters).sort()),
      },
      cursorKey,
    },
    query,
  )
  return { rows: await collectionRecords(context, caller, rows), ...cursors }
}

/** One condition for each parameter that was given. */
const conditions = (
  eb: ExpressionBuilder<StoreSchema, 'collections'>,
  { id, creatorId, name, query: text, type, types, itemId }: CollectionQuery,
): Expression<SqlBool>[] => {
  const contains = (column: 'name_folded' | 'description', part: string): Expression<SqlBool> =>
    foldedComparison(eb.fn<string>('lower', [`collections.${column}`]))('co', part)
  const given: (Expression<SqlBool> | undefined)[] = [
    id === undefined ? undefined : eb('collections.id', '=', id),
    creatorId === undefined ? undefined : eb('collections.creator_id', '=', creatorId),
    name === undefined ? undefined : eb('collections.name', '=', name),
    type === undefined ? undefined : ofTypes(eb, [type]),
    types === undefined ? undefined : ofTypes(eb, types.split(',')),
    text === undefined ? undefined : eb.or([contains('name_folded', text), contains('description', text)]),
    itemId === undefined ? undefined : holdsItem(eb, itemId),
  ]
  return given.filter((condition) => condition !== undefined)
}

/** A type that collections do not have finds none. */
const ofTypes = (eb: ExpressionBuilder<StoreSchema, 'collections'>, asked: readonly string[]): Expression<SqlBool> => {
  const known = rest.collectionTypes.filter((type) => asked.includes(type))
  return known.length === 0 ? sql<SqlBool>`1 = 0` : eb('collections.type', 'in', known)
}

const holdsItem = (eb: ExpressionBuilder<StoreSchema, 'collections'>, itemId: string): Expression<SqlBool> =>
  eb.exists(
    eb
      .selectFrom('collection_items')
      .select('collection_items.item_id')
      .whereRef('collection_items.tenant_id', '=', 'collections.tenant_id')
      .whereRef('collection_items.collection_id', '=', 'collections.id')
      .where('collection_items.item_id', '=', itemId),
  )

/**
 * Reads a collection that the caller sees; `favorites` is the caller's favourites.
 *
 * @throws UnderstudyError COLLECTIONS-NOT-FOUND
 */
export const readCollection = async (context: TenantContext, caller: Caller, id: string): Promise<CollectionRecord> => {
  const row = await findCollection(context.store, context.tenant.id, caller.userId, id)
  const [record] = await collectionRecords(context, caller, [row])
  if (record === undefined) throw new Error('There is one record for one row.')
  return record
}
