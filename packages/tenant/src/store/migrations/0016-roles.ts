import type { Kysely } from 'kysely'

/** Roles that a tenant makes itself, beside the default ones, which live in code. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('roles')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('updated_by', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('roles_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('roles_name_unique', ['tenant_id', 'name_folded'])
    .execute()
  // Who holds a role is asked when its scopes change and before it is deleted.
  await db.schema.createIndex('user_roles_by_role').on('user_roles').columns(['tenant_id', 'role_id']).execute()
}
