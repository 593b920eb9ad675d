import type { Kysely } from 'kysely'

/** Roles that a tenant makes for itself, beside the default ones, which are in the code. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('custom_roles')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('assigned_scopes', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('updated_by', 'text')
    .addPrimaryKeyConstraint('custom_roles_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('custom_roles_name_unique', ['tenant_id', 'name_folded'])
    .execute()
}
