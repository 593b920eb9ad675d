import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const everyone = '000000000000000000000001'

/**
 * Who has which roles in a space. From now on an app is opened through a role in its space; apps that had none were open to
 * every user, and move into a space where everyone is a consumer, so that they stay so until an administrator decides.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db
  await schema
    .createTable('space_assignments')
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('space_id', 'text', (c) => c.notNull())
    .addColumn('assignee_type', 'text', (c) => c.notNull())
    .addColumn('assignee_id', 'text', (c) => c.notNull())
    .addColumn('roles', 'text', (c) => c.notNull())
    .addColumn('opens_apps', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('updated_by', 'text')
    .addPrimaryKeyConstraint('space_assignments_pk', ['tenant_id', 'id'])
    .addUniqueConstraint('space_assignments_assignee_unique', ['tenant_id', 'space_id', 'assignee_id'])
    .addForeignKeyConstraint('space_assignments_space', ['tenant_id', 'space_id'], 'spaces', ['tenant_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await schema
    .createIndex('space_assignments_by_assignee')
    .on('space_assignments')
    .columns(['tenant_id', 'assignee_id'])
    .execute()

  const tenants = await sql<{ tenant_id: string }>`
    select distinct tenant_id from apps where space_id is null and owner_id is null`.execute(db)
  for (const { tenant_id } of tenants.rows) await moveApps(db, tenant_id)
}

const moveApps = async (db: Kysely<unknown>, tenantId: string): Promise<void> => {
  const taken = await sql`select id from spaces where tenant_id = ${tenantId} and name = 'Shared'`.execute(db)
  // A space of that name has members of its own; everyone is none of them.
  const name = taken.rows.length === 0 ? 'Shared' : `Shared ${randomBytes(3).toString('hex')}`
  const [space, assignment] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
  const now = new Date().toISOString()
  await sql`
    insert into spaces (tenant_id, id, name, name_folded, type, created_at, updated_at)
    values (${tenantId}, ${space}, ${name}, ${name.toLowerCase()}, 'shared', ${now}, ${now})`.execute(db)
  await sql`
    insert into space_assignments
      (tenant_id, id, space_id, assignee_type, assignee_id, roles, opens_apps, created_at, updated_at)
    values (${tenantId}, ${assignment}, ${space}, 'group', ${everyone}, '["consumer"]', 1, ${now}, ${now})`.execute(db)
  await sql`
    update apps set space_id = ${space}
    where tenant_id = ${tenantId} and space_id is null and owner_id is null`.execute(db)
}
