import type { Kysely } from 'kysely'

/** Files that apps read, in a space or in the personal space of their owner; their bytes lie in the data folder. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('data_files')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    // The space, or `personal/<user id>`.
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('space_id', 'text')
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    // Names the bytes: another one for each upload.
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('content_updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('data_files_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('data_files_name_unique', ['tenant_id', 'place', 'name_folded'])
    .addForeignKeyConstraint('data_files_space', ['tenant_id', 'space_id'], 'spaces', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('data_files_by_owner').on('data_files').columns(['tenant_id', 'owner_id']).execute()
}
