import { type Kysely, sql } from 'kysely'

/** The data and the folders of apps, in parts, where several nodes share the store. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('app_contents')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('folder', 'text', (c) => c.notNull())
    .addColumn('folder_digest', 'text', (c) => c.notNull())
    .addColumn('snapshot_id', 'text')
    .addColumn('snapshot_digest', 'text')
    .addPrimaryKeyConstraint('app_contents_pk', ['tenant_id', 'app_id'])
    .addForeignKeyConstraint('app_contents_app', ['tenant_id', 'app_id'], 'apps', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema
    .createTable('app_content_parts')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text', (c) => c.notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('bytes', sql`bytea`, (c) => c.notNull())
    .addPrimaryKeyConstraint('app_content_parts_pk', ['tenant_id', 'app_id', 'digest', 'position'])
    .addForeignKeyConstraint('app_content_parts_app', ['tenant_id', 'app_id'], 'apps', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
}
