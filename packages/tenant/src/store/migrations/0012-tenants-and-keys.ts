import { type Kysely, sql } from 'kysely'

/**
 * Key rotation and tenants made while others are served: when a key signs and whether it was given up, the state of a
 * tenant, the order of its host names, and a revision by which nodes notice that what they remember is outdated.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db

  await schema
    .alterTable('tenants')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('customer'))
    .execute()
  await schema
    .alterTable('tenants')
    .addColumn('status', 'text', (c) => c.notNull().defaultTo('active'))
    .execute()
  await schema.alterTable('tenants').addColumn('status_changed_at', 'text').execute()
  await schema.alterTable('tenants').addColumn('purge_at', 'bigint').execute()
  await schema.alterTable('tenants').addColumn('updated_at', 'text').execute()
  await schema.alterTable('tenants').addColumn('created_by', 'text').execute()
  await schema
    .alterTable('tenants')
    .addColumn('revision', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()

  await schema
    .alterTable('tenant_hostnames')
    .addColumn('position', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()

  await schema.alterTable('signing_keys').addColumn('signs_from', 'text').execute()
  await schema.alterTable('signing_keys').addColumn('revoked_at', 'text').execute()
  await sql`update signing_keys set signs_from = created_at`.execute(db)
}
