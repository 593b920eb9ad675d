import { Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeOnBothStores } from '../../testing/stores.js'
import { openLibsql } from '../libsql-dialect.js'
import { openPostgres } from '../postgres-dialect.js'
import * as initial from './0001-initial.js'
import * as membershipSources from './0009-membership-sources.js'
import * as spaceAssignments from './0011-space-assignments.js'

const at = '2026-01-01T00:00:00.000Z'

describeOnBothStores('a store from before sources and spaces', (newLocation) => {
  it('keeps memberships by their source, and apps open to everyone', async () => {
    const location = await newLocation()
    const { dialect } = location.startsWith('postgres') ? openPostgres(location) : openLibsql(location)
    const db = new Kysely<unknown>({ dialect })
    const names = async (query: ReturnType<typeof sql<{ name: string }>>): Promise<string[]> =>
      (await query.execute(db)).rows.map(({ name }) => name)
    try {
      await db.transaction().execute(initial.up)
      for (const tenant of ['t', 'u', 'empty'])
        await sql`insert into tenants (tenant_id, name, created_at) values (${tenant}, ${tenant}, ${at})`.execute(db)
      await sql`
        insert into users (tenant_id, id, subject, name, subject_folded, name_folded, email_folded, status, created_at, updated_at)
        values ('t', 'ann', 'ann', 'Ann', 'ann', 'ann', '', 'active', ${at}, ${at})`.execute(db)
      for (const [id, provider] of [
        ['staff', 'idp'],
        ['north', 'custom'],
      ]) {
        await sql`
          insert into groups (tenant_id, id, name, name_folded, provider_type, status, created_at, updated_at)
          values ('t', ${id}, ${id}, ${id}, ${provider}, 'active', ${at}, ${at})`.execute(db)
        await sql`insert into user_groups (tenant_id, user_id, group_id) values ('t', 'ann', ${id})`.execute(db)
      }
      // The tenant u has made a space of the name for somebody already.
      await sql`
        insert into spaces (tenant_id, id, name, name_folded, type, created_at, updated_at)
        values ('u', 'taken', 'Shared', 'shared', 'shared', ${at}, ${at})`.execute(db)
      for (const [tenant, id, owner, space] of [
        ['t', 'open', null, null],
        ['t', 'owned', 'ann', null],
        ['u', 'other', null, null],
        ['u', 'placed', null, 'taken'],
      ])
        await sql`
          insert into apps (tenant_id, id, name, name_folded, folder, owner_id, space_id, has_section_access, created_at, updated_at)
          values (${tenant}, ${id}, ${id}, ${id}, '/', ${owner}, ${space}, 0, ${at}, ${at})`.execute(db)

      await db.transaction().execute(membershipSources.up)
      await db.transaction().execute(spaceAssignments.up)

      expect(await names(sql`select group_id || ' ' || source as name from user_groups order by group_id`)).toEqual([
        'north manual',
        'staff idp',
      ])
      expect(
        await names(sql`
          select apps.id || ' ' || space_assignments.roles as name from apps
          inner join spaces on spaces.tenant_id = apps.tenant_id and spaces.id = apps.space_id
          inner join space_assignments on space_assignments.tenant_id = spaces.tenant_id
            and space_assignments.space_id = spaces.id and space_assignments.opens_apps = 1
            and space_assignments.assignee_id = '000000000000000000000001' order by apps.id`),
      ).toEqual(['open ["consumer"]', 'other ["consumer"]'])
      expect(await names(sql`select id as name from apps where space_id is null`)).toEqual(['owned'])
      expect(await names(sql`select distinct tenant_id as name from spaces order by tenant_id`)).toEqual(['t', 'u'])
    } finally {
      await db.destroy()
    }
  })
})
