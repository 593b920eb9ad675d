import type { Kysely } from 'kysely'

/**
 * Grants that outlive their access tokens, tokens that ended early, keys that tokens are bound to (RFC 9449), and the
 * tokens that another was exchanged from (RFC 8693).
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('oauth_grants')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('jkt', 'text')
    .addColumn('description', 'text')
    .addColumn('device_type', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('oauth_grants_pk', ['tenant_id', 'id'])
    .addForeignKeyConstraint('oauth_grants_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'oauth_grants_client',
      ['tenant_id', 'client_id'],
      'oauth_clients',
      ['tenant_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('oauth_grants_user').on('oauth_grants').columns(['tenant_id', 'user_id']).execute()
  await db.schema.createIndex('oauth_grants_end').on('oauth_grants').columns(['tenant_id', 'expires_at']).execute()

  await db.schema
    .createTable('revoked_tokens')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('revoked_tokens_pk', ['tenant_id', 'id'])
    .execute()
  await db.schema.createIndex('revoked_tokens_end').on('revoked_tokens').columns(['tenant_id', 'expires_at']).execute()

  await db.schema
    .alterTable('exchange_tokens')
    .addColumn('grant_id', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await db.schema.alterTable('exchange_tokens').addColumn('jkt', 'text').execute()
  await db.schema
    .alterTable('exchange_tokens')
    .addColumn('ancestors', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()

  await db.schema
    .alterTable('oauth_clients')
    .addColumn('dpop_bound_access_tokens', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}
