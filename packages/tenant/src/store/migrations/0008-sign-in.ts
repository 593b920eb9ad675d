import type { Kysely } from 'kysely'

/** The built-in directory: passwords, the links that set them, and failed attempts. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db

  await schema
    .createTable('passwords')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('passwords_pk', ['tenant_id', 'user_id'])
    .addForeignKeyConstraint('passwords_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()

  await schema
    .createTable('sign_in_links')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('for_administrators', 'integer', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('sign_in_links_pk', ['tenant_id', 'token_hash'])
    .addForeignKeyConstraint('sign_in_links_user', ['tenant_id', 'user_id'], 'users', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema.createIndex('sign_in_links_user').on('sign_in_links').columns(['tenant_id', 'user_id']).execute()

  await schema
    .createTable('sign_in_attempts')
    .addColumn('tenant_id', 'text', (c) => c.notNull().references('tenants.tenant_id').onDelete('cascade'))
    .addColumn('counter_hash', 'text', (c) => c.notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('blocked_until', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('sign_in_attempts_pk', ['tenant_id', 'counter_hash'])
    .execute()
  await schema.createIndex('sign_in_attempts_end').on('sign_in_attempts').columns(['tenant_id', 'expires_at']).execute()
}
