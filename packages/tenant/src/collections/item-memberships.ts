import type { rest } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import { visibleCollections } from './visible-collections.js'

/** The members of an item that tell of its collections. */
export interface ItemMembership {
  readonly collectionIds: readonly string[]
  readonly isFavorited: boolean
  readonly collections: readonly rest.Item['meta']['collections'][number][]
  readonly tags: readonly rest.Item['meta']['tags'][number][]
}

const none: ItemMembership = { collectionIds: [], isFavorited: false, collections: [], tags: [] }

/**
 * Tells in which collections items are, of those that a user sees: their own and those of all.
 *
 * @returns a function from the id of an item
 */
export const membershipsOf = async (
  { store, tenant }: Pick<TenantContext, 'store' | 'tenant'>,
  userId: string,
  itemIds: readonly string[],
): Promise<(itemId: string) => ItemMembership> => {
  if (itemIds.length === 0) return () => none
  const rows = await visibleCollections(store, tenant.id, userId)
    .innerJoin('collection_items', (join) =>
      join
        .onRef('collection_items.tenant_id', '=', 'collections.tenant_id')
        .onRef('collection_items.collection_id', '=', 'collections.id'),
    )
    .where('collection_items.item_id', 'in', itemIds)
    .select(['collection_items.item_id', 'collections.id', 'collections.name', 'collections.type'])
    .orderBy('collections.name_folded')
    .orderBy('collections.id')
    .execute()
  return (itemId) => {
    const all = rows.filter(({ item_id }) => item_id === itemId)
    const named = (types: readonly string[]) =>
      all.filter(({ type }) => types.includes(type)).map(({ id, name }) => ({ id, name }))
    return {
      collectionIds: all.map(({ id }) => id),
      isFavorited: all.some(({ type }) => type === 'favorite'),
      collections: named(['private', 'publicgoverned']),
      tags: named(['public']),
    }
  }
}
