import type { Kysely } from 'kysely'

/** Favourites, private and public collections of items. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('collections')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('creator_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('updater_id', 'text')
    .addPrimaryKeyConstraint('collections_pk', ['tenant_id', 'id'])
    .addForeignKeyConstraint('collections_owner', ['tenant_id', 'owner_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('collections_by_owner').on('collections').columns(['tenant_id', 'owner_id']).execute()
  await schema.createIndex('collections_by_creator').on('collections').columns(['tenant_id', 'creator_id']).execute()
  await schema
    .createTable('collection_items')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('collection_id', 'text', (c) => c.notNull())
    .addColumn('item_id', 'text', (c) => c.notNull())
    .addColumn('added_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('collection_items_pk', ['tenant_id', 'collection_id', 'item_id'])
    .addForeignKeyConstraint(
      'collection_items_collection',
      ['tenant_id', 'collection_id'],
      'collections',
      ['tenant_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .addForeignKeyConstraint('collection_items_item', ['tenant_id', 'item_id'], 'apps', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema
    .createIndex('collection_items_by_item')
    .on('collection_items')
    .columns(['tenant_id', 'item_id'])
    .execute()
}
