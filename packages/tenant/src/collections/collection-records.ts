import type { rest } from '@understudy/contract'
import type { NamingContext } from '../apps/app-naming.js'
import { readableApps } from '../apps/readable-apps.js'
import { unnamedApps } from '../apps/unnamed-apps.js'
import type { CollectionRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'

/** Most items of a collection. */
export const mostItems = 1_000

/** A collection as REST shows it, but for its links. */
export type CollectionRecord = Omit<rest.Collection, 'links' | 'meta'>

/** Tells of collections, each with the number of the items in it that the caller may open and may know of. */
export const collectionRecords = async (
  context: NamingContext,
  caller: Caller,
  rows: readonly CollectionRow[],
): Promise<CollectionRecord[]> => {
  const counts = await itemCounts(context, caller, rows)
  return rows.map((row) => {
    const { all = 0, readable = 0 } = counts.get(row.id) ?? {}
    return {
      id: row.id,
      tenantId: row.tenant_id,
      name: row.name,
      ...(row.description !== null && { description: row.description }),
      type: row.type,
      creatorId: row.creator_id,
      ...(row.updater_id !== null && { updaterId: row.updater_id }),
      itemCount: readable,
      full: all >= mostItems,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
  })
}

interface ItemCount {
  readonly all?: number
  readonly readable?: number
}

const itemCounts = async (
  context: NamingContext,
  caller: Caller,
  rows: readonly CollectionRow[],
): Promise<ReadonlyMap<string, ItemCount>> => {
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  const inThem = context.store
    .selectFrom('collection_items')
    .where('collection_items.tenant_id', '=', context.tenant.id)
    .where('collection_items.collection_id', 'in', ids)
    .groupBy('collection_items.collection_id')
    .select((eb) => ['collection_items.collection_id as id', eb.fn.countAll<number>().as('count')])
  const all = await inThem.execute()
  const unnamed = await unnamedApps(context, caller)
  const readable = await inThem
    .where('collection_items.item_id', 'in', readableApps(context, caller).select('apps.id'))
    .$if(unnamed.length > 0, (query) => query.where('collection_items.item_id', 'not in', unnamed))
    .execute()
  return new Map(
    all.map(({ id, count }) => [
      id,
      { all: Number(count), readable: Number(readable.find((each) => each.id === id)?.count ?? 0) },
    ]),
  )
}
