import type { Kysely } from 'kysely'

/** Browser sessions and their times, the pages that may use them, and the identity providers that vouch for users. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db

  await schema
    .createTable('auth_settings')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('session_inactivity_minutes', 'integer', (c) => c.notNull())
    .addColumn('session_lifespan_minutes', 'integer', (c) => c.notNull())
    .execute()

  await schema
    .createTable('web_integrations')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('valid_origins', 'text', (c) => c.notNull())
    .addColumn('partitioned_cookies', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('web_integrations_pk', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('identity_providers')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('protocol', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('active', 'integer', (c) => c.notNull())
    .addColumn('interactive', 'integer', (c) => c.notNull())
    .addColumn('clock_tolerance_sec', 'integer', (c) => c.notNull())
    .addColumn('create_new_users', 'integer', (c) => c.notNull())
    .addColumn('post_logout_redirect_uri', 'text')
    .addColumn('issuer', 'text')
    .addColumn('kid', 'text')
    .addColumn('options', 'text')
    .addColumn('client_secret_encrypted', 'text')
    .addColumn('pending_options', 'text')
    .addColumn('pending_client_secret_encrypted', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('identity_providers_pk', ['tenant_id', 'id'])
    // NULLs are distinct on both databases: this binds the providers of JWTs only.
    .addUniqueConstraint('identity_providers_key', ['tenant_id', 'issuer', 'kid'])
    .execute()

  await schema
    .createTable('browser_sessions')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('user_epoch', 'bigint', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('idp_id', 'text')
    .addColumn('web_integration_id', 'text')
    .addColumn('auth_time', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('browser_sessions_pk', ['tenant_id', 'id'])
    .addForeignKeyConstraint('browser_sessions_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('browser_sessions_end').on('browser_sessions').columns(['tenant_id', 'expires_at']).execute()
  await schema.createIndex('browser_sessions_user').on('browser_sessions').columns(['tenant_id', 'user_id']).execute()
}
