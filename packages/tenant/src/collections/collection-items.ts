import { UnderstudyError } from '@understudy/contract'
import type { App } from '../apps/app-rows.js'
import { readReadableApp } from '../apps/readable-apps.js'
import { auditedChange } from '../audit/audited-change.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { CollectionRow, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertMayFill } from './assert-may-change.js'
import { mostItems } from './collection-records.js'
import { findCollection } from './visible-collections.js'

/**
 * Puts an item that the caller may open into a collection.
 *
 * @throws UnderstudyError COLLECTIONS-NOT-FOUND, COLLECTIONS-FORBIDDEN, AUTH-INSUFFICIENT-SCOPE, COLLECTIONS-FULL,
 *   COLLECTIONS-ITEM-DUPLICATE, APP-UNKNOWN
 */
export const addCollectionItem = async (
  context: TenantContext,
  caller: Caller,
  collectionId: string,
  itemId: string,
): Promise<App> => {
  const { tenant, clock } = context
  const item = await readReadableApp(context, caller, itemId)
  const now = new Date(clock()).toISOString()
  await auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    const collection = await findCollection(transaction, tenant.id, caller.userId, collectionId)
    assertMayFill(caller, collection)
    const items = await idsOfItems(transaction, collection)
    if (items.includes(item.id)) throw new UnderstudyError('COLLECTIONS-ITEM-DUPLICATE', 'The item was added before.')
    if (items.length >= mostItems)
      throw new UnderstudyError('COLLECTIONS-FULL', `The collection has ${mostItems} items already.`)
    if (collection.type === 'favorite') await keepFavorites(transaction, collection)
    await transaction
      .insertInto('collection_items')
      .values({ tenant_id: tenant.id, collection_id: collection.id, item_id: item.id, added_at: now })
      .execute()
    note({ event: 'collection.item.added', outcome: 'success', ...caller.trace, subject: collection.id })
  })
  return item
}

/**
 * Takes an item out of a collection.
 *
 * @throws UnderstudyError COLLECTIONS-NOT-FOUND, COLLECTIONS-FORBIDDEN, AUTH-INSUFFICIENT-SCOPE,
 *   COLLECTIONS-ITEM-NOT-FOUND
 */
export const removeCollectionItem = async (
  context: TenantContext,
  caller: Caller,
  collectionId: string,
  itemId: string,
): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    const collection = await findCollection(transaction, context.tenant.id, caller.userId, collectionId)
    assertMayFill(caller, collection)
    const removed = await transaction
      .deleteFrom('collection_items')
      .where('tenant_id', '=', context.tenant.id)
      .where('collection_id', '=', collection.id)
      .where('item_id', '=', itemId)
      .returning('item_id')
      .executeTakeFirst()
    if (removed === undefined) throw itemNotInCollection()
    note({ event: 'collection.item.removed', outcome: 'success', ...caller.trace, subject: collection.id })
  })

/** The refusal for an item that the collection does not hold, or that the caller may not open. */
export const itemNotInCollection = (): UnderstudyError =>
  new UnderstudyError('COLLECTIONS-ITEM-NOT-FOUND', 'The collection holds no such item.')

const idsOfItems = async (transaction: StoreTransaction, { tenant_id, id }: CollectionRow): Promise<string[]> => {
  const rows = await transaction
    .selectFrom('collection_items')
    .select('item_id')
    .where('tenant_id', '=', tenant_id)
    .where('collection_id', '=', id)
    .execute()
  return rows.map(({ item_id }) => item_id)
}

/** Favourites get their row with the first one. */
const keepFavorites = async (transaction: StoreTransaction, favorites: CollectionRow): Promise<void> => {
  await transaction
    .insertInto('collections')
    .values(favorites)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .execute()
}
