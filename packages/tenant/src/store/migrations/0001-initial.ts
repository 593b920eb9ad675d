import type { Kysely } from 'kysely'

/** Creates the tables of `schema.ts`; the column types exist alike on SQLite and PostgreSQL. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db

  await schema
    .createTable('tenants')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('origin', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('tenant_hostnames')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('hostname', 'text', (c) => c.notNull().unique())
    .addPrimaryKeyConstraint('tenant_hostnames_pk', ['tenant_id', 'hostname'])
    .execute()

  await schema
    .createTable('signing_keys')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('kid', 'text', (c) => c.notNull())
    .addColumn('alg', 'text', (c) => c.notNull())
    .addColumn('private_key_encrypted', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('retired_at', 'text')
    .addPrimaryKeyConstraint('signing_keys_pk', ['tenant_id', 'kid'])
    .execute()

  await schema
    .createTable('users')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('subject_folded', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('email_folded', 'text', (c) => c.notNull())
    .addColumn('picture', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('locale', 'text')
    .addColumn('zoneinfo', 'text')
    .addColumn('preferred_locale', 'text')
    .addColumn('preferred_zoneinfo', 'text')
    .addColumn('invite_expiry', 'bigint')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('epoch', 'bigint', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('users_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('users_subject_unique', ['tenant_id', 'subject'])
    .execute()
  await schema.createIndex('users_email').on('users').columns(['tenant_id', 'email_folded']).execute()
  // Section access ignores case: subjects that differ in nothing else would be one person there.
  await schema
    .createIndex('users_subject_folded_unique')
    .unique()
    .on('users')
    .columns(['tenant_id', 'subject_folded'])
    .execute()
  await schema.createIndex('users_name').on('users').columns(['tenant_id', 'name_folded', 'id']).execute()

  await schema
    .createTable('user_roles')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('role_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('user_roles_pk', ['tenant_id', 'user_id', 'role_id'])
    .addForeignKeyConstraint('user_roles_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  await schema
    .createTable('groups')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('provider_type', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('updated_by', 'text')
    .addPrimaryKeyConstraint('groups_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('groups_name_unique', ['tenant_id', 'provider_type', 'name'])
    .execute()

  await schema
    .createTable('group_roles')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('group_id', 'text', (c) => c.notNull())
    .addColumn('role_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('group_roles_pk', ['tenant_id', 'group_id', 'role_id'])
    .execute()

  await schema
    .createTable('user_groups')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('group_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('user_groups_pk', ['tenant_id', 'user_id', 'group_id'])
    .addForeignKeyConstraint('user_groups_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint('user_groups_group', ['tenant_id', 'group_id'], 'groups', ['tenant_id', 'id'])
    .execute()
  await schema.createIndex('user_groups_by_group').on('user_groups').columns(['tenant_id', 'group_id']).execute()

  await schema
    .createTable('group_settings')
    .addColumn('tenant_id', 'text', (c) => c.primaryKey().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('auto_create_groups', 'integer', (c) => c.notNull())
    .addColumn('sync_idp_groups', 'integer', (c) => c.notNull())
    .execute()

  await schema
    .createTable('oauth_clients')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('app_type', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('client_uri', 'text')
    .addColumn('logo_uri', 'text')
    .addColumn('jwks_uri', 'text')
    .addColumn('allowed_scopes', 'text', (c) => c.notNull())
    .addColumn('allowed_grant_types', 'text', (c) => c.notNull())
    .addColumn('allowed_origins', 'text', (c) => c.notNull())
    .addColumn('redirect_uris', 'text', (c) => c.notNull())
    .addColumn('allowed_auth_methods', 'text', (c) => c.notNull())
    .addColumn('public_keys', 'text', (c) => c.notNull())
    .addColumn('consent_method', 'text', (c) => c.notNull())
    .addColumn('may_impersonate_admins', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('disable_tag', 'text')
    .addColumn('published_at', 'text')
    .addColumn('owner_id', 'text')
    .addColumn('created_by', 'text')
    .addColumn('created_by_type', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('epoch', 'bigint', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('oauth_clients_pk', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('client_secrets')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('hint', 'text', (c) => c.notNull())
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addPrimaryKeyConstraint('client_secrets_pk', ['tenant_id', 'client_id', 'hint'])
    .addForeignKeyConstraint(
      'client_secrets_client',
      ['tenant_id', 'client_id'],
      'oauth_clients',
      ['tenant_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()

  await schema
    .createTable('exchange_tokens')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text', (c) => c.notNull())
    .addColumn('user_epoch', 'bigint', (c) => c.notNull())
    .addColumn('client_epoch', 'bigint', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('subject_token_id', 'text', (c) => c.notNull())
    .addColumn('subject_token_expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('exchange_tokens_pk', ['tenant_id', 'token_hash'])
    .execute()
  await schema
    .createIndex('exchange_tokens_expiry')
    .on('exchange_tokens')
    .columns(['tenant_id', 'expires_at'])
    .execute()

  await schema
    .createTable('spaces')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('spaces_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('spaces_name_unique', ['tenant_id', 'name'])
    .execute()

  await schema
    .createTable('apps')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('folder', 'text', (c) => c.notNull())
    .addColumn('space_id', 'text')
    .addColumn('owner_id', 'text')
    .addColumn('has_section_access', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('last_reload_at', 'text')
    .addColumn('reload_status', 'text')
    .addPrimaryKeyConstraint('apps_pk', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('audit_journal')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('node_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_journal_pk', ['tenant_id', 'node_id', 'seq'])
    .execute()

  await schema
    .createTable('audit_chains')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('node_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_chains_pk', ['tenant_id', 'node_id'])
    .execute()

  await schema
    .createTable('audit_outbox')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('outbox_id', 'text', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_outbox_pk', ['tenant_id', 'outbox_id'])
    .execute()
}
