import { createHash } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import type { Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from 'kysely'
import type { CollectionRow, Store, StoreSchema, StoreTransaction } from '../store/schema.js'

/** What stands for the id of the caller's favourites wherever an id may stand. */
export const favoritesAlias = 'favorites'

/** Name of everybody's favourites. */
export const favoritesName = 'Favorites'

/**
 * The id of a user's favourites, which everybody has without making them: it follows from the user, so that it is the same
 * before the first favourite and after.
 */
export const favoritesId = (tenantId: string, userId: string): string =>
  createHash('sha256')
    .update(JSON.stringify(['favorites', tenantId, userId]))
    .digest('hex')
    .slice(0, 24)

/** The id that is meant: {@link favoritesAlias} stands for the favourites of the user. */
export const collectionIdOf = (tenantId: string, userId: string, id: string): string =>
  id === favoritesAlias ? favoritesId(tenantId, userId) : id

/** Collections that a user sees: their own, and those that are for all. */
export const visibleCollections = (
  store: Store | StoreTransaction,
  tenantId: string,
  userId: string,
): SelectQueryBuilder<StoreSchema, 'collections', object> =>
  store
    .selectFrom('collections')
    .where('collections.tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('collections.owner_id', 'is', null), eb('collections.owner_id', '=', userId)]))

/** The condition that an app is in one collection that the user sees. */
export const inVisibleCollection = (
  eb: ExpressionBuilder<StoreSchema, 'apps'>,
  { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
  id: string,
): Expression<SqlBool> =>
  eb.exists(
    eb
      .selectFrom('collection_items')
      .innerJoin('collections', (join) =>
        join
          .onRef('collections.tenant_id', '=', 'collection_items.tenant_id')
          .onRef('collections.id', '=', 'collection_items.collection_id'),
      )
      .select('collections.id')
      .whereRef('collection_items.tenant_id', '=', 'apps.tenant_id')
      .whereRef('collection_items.item_id', '=', 'apps.id')
      .where('collection_items.collection_id', '=', collectionIdOf(tenantId, userId, id))
      .where((or) => or.or([or('collections.owner_id', 'is', null), or('collections.owner_id', '=', userId)])),
  )

/**
 * A collection that the user sees. Favourites that nothing was added to yet have no row, and are empty.
 *
 * @throws UnderstudyError COLLECTIONS-NOT-FOUND, in the same words for one that does not exist and one of another user
 */
export const findCollection = async (
  store: Store | StoreTransaction,
  tenantId: string,
  userId: string,
  id: string,
): Promise<CollectionRow> => {
  const wanted = collectionIdOf(tenantId, userId, id)
  const row = await visibleCollections(store, tenantId, userId)
    .selectAll('collections')
    .where('collections.id', '=', wanted)
    .executeTakeFirst()
  if (row !== undefined) return row
  if (wanted !== favoritesId(tenantId, userId))
    throw new UnderstudyError('COLLECTIONS-NOT-FOUND', 'There is no collection with this id.')
  return emptyFavorites(store, tenantId, userId)
}

const emptyFavorites = async (
  store: Store | StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<CollectionRow> => {
  const user = await store
    .selectFrom('users')
    .select('created_at')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return {
    tenant_id: tenantId,
    id: favoritesId(tenantId, userId),
    type: 'favorite',
    owner_id: userId,
    creator_id: userId,
    name: favoritesName,
    name_folded: favoritesName.toLowerCase(),
    description: null,
    created_at: user.created_at,
    updated_at: user.created_at,
    updater_id: null,
  }
}
