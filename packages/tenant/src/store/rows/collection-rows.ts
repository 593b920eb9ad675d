/** Items that somebody put together. */
export interface CollectionRow {
  tenant_id: string
  id: string
  type: 'private' | 'public' | 'publicgoverned' | 'favorite'
  /** Whose it is alone; null where all see it. With the user goes the collection. */
  owner_id: string | null
  /** Who made it, also after that user is gone. */
  creator_id: string
  name: string
  name_folded: string
  description: string | null
  created_at: string
  updated_at: string
  updater_id: string | null
}

/** That an item, which is an app, is in a collection. */
export interface CollectionItemRow {
  tenant_id: string
  collection_id: string
  item_id: string
  added_at: string
}
