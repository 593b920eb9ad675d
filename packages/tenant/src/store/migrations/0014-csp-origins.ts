import type { Kysely } from 'kysely'

/** Origins that the tenant's own pages may use or be framed by. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('csp_origins')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('description', 'text')
    .addColumn('directives', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('csp_origins_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('csp_origins_origin_unique', ['tenant_id', 'origin'])
    .execute()
}
