import type { Kysely } from 'kysely'

/** Authorization requests and codes (RFC 6749 section 4.1), consents, and refresh tokens (RFC 6749 section 6). */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('authorization_requests')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id_hash', 'text', (c) => c.notNull())
    .addColumn('request', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('authorization_requests_pk', ['tenant_id', 'id_hash'])
    .execute()
  await schema
    .createIndex('authorization_requests_end')
    .on('authorization_requests')
    .columns(['tenant_id', 'expires_at'])
    .execute()

  await schema
    .createTable('authorization_codes')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('client_epoch', 'bigint', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('user_epoch', 'bigint', (c) => c.notNull())
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('grant_id', 'text', (c) => c.notNull())
    .addColumn('redirect_uri', 'text', (c) => c.notNull())
    .addColumn('code_challenge', 'text', (c) => c.notNull())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('nonce', 'text')
    .addColumn('dpop_jkt', 'text')
    .addColumn('auth_time', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('redeemed_at', 'bigint')
    .addPrimaryKeyConstraint('authorization_codes_pk', ['tenant_id', 'code_hash'])
    .addForeignKeyConstraint('authorization_codes_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'authorization_codes_client',
      ['tenant_id', 'client_id'],
      'oauth_clients',
      ['tenant_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await schema
    .createIndex('authorization_codes_end')
    .on('authorization_codes')
    .columns(['tenant_id', 'expires_at'])
    .execute()

  await schema
    .createTable('oauth_consents')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('given_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('oauth_consents_pk', ['tenant_id', 'user_id', 'client_id'])
    .addForeignKeyConstraint('oauth_consents_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'oauth_consents_client',
      ['tenant_id', 'client_id'],
      'oauth_clients',
      ['tenant_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  await schema
    .createTable('refresh_tokens')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('grant_id', 'text', (c) => c.notNull())
    .addColumn('user_epoch', 'bigint', (c) => c.notNull())
    .addColumn('client_epoch', 'bigint', (c) => c.notNull())
    .addColumn('auth_time', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addPrimaryKeyConstraint('refresh_tokens_pk', ['tenant_id', 'token_hash'])
    .addForeignKeyConstraint(
      'refresh_tokens_grant',
      ['tenant_id', 'grant_id'],
      'oauth_grants',
      ['tenant_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('refresh_tokens_by_grant').on('refresh_tokens').columns(['tenant_id', 'grant_id']).execute()
}
