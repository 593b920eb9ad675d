import { beforeEach, expect, it } from 'vitest'
import type { AuditEvent } from '../../audit/audit-event.js'
import { openStore } from '../../store/open-store.js'
import type { Flag, MembershipSource, Store, StoreTransaction } from '../../store/schema.js'
import { createTenant } from '../../tenants/create-tenant.js'
import { systemRandomness } from '../../tenants/system-randomness.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { insertGroup } from '../groups/insert-group.js'
import { tenantAdminRoleId } from '../roles/default-roles.js'
import { insertUser } from './insert-user.js'
import { type SaidMemberships, synchroniseMemberships } from './synchronise-memberships.js'

const createdAt = '2026-01-01T00:00:00.000Z'
const user = { id: 'ann', subject: 'ann', name: 'Ann', status: 'active', roleIds: [], createdAt } as const

describeOnBothStores('synchroniseMemberships', (newLocation) => {
  let store: Store
  let events: AuditEvent[]
  const context = { tenant: { id: 't' }, clock: Date.now, randomness: systemRandomness }

  beforeEach(async () => {
    store = await openStore(await newLocation())
    events = []
    await store.transaction().execute(async (transaction) => {
      await createTenant(transaction, { id: 't', name: 'T', origin: null, hostnames: [], createdAt })
      await insertUser(transaction, 't', user)
    })
    return () => store.destroy()
  })

  const say = (source: SaidMemberships['source'], ...groupNames: string[]): Promise<boolean> =>
    store
      .transaction()
      .execute((transaction) =>
        synchroniseMemberships(
          context,
          { transaction, note: (event) => events.push(event), trace: {} },
          { userId: user.id, source, groupNames },
        ),
      )
  const autoCreateGroups = (value: Flag) =>
    store.updateTable('group_settings').set({ auto_create_groups: value }).where('tenant_id', '=', 't').execute()
  const memberships = async (): Promise<string[]> => {
    const rows = await store
      .selectFrom('user_groups')
      .innerJoin('groups', 'groups.id', 'user_groups.group_id')
      .select(['user_groups.source', 'groups.provider_type', 'groups.name'])
      .where('user_groups.user_id', '=', user.id)
      .execute()
    return rows.map((row) => `${row.source} ${row.provider_type} ${row.name}`).sort()
  }
  const epoch = async (): Promise<number> =>
    (await store.selectFrom('users').select('epoch').where('id', '=', user.id).executeTakeFirstOrThrow()).epoch
  const customGroup = (transaction: StoreTransaction, id: string, name: string) =>
    insertGroup(transaction, 't', { id, name, description: null, providerType: 'custom', createdBy: null, createdAt })
  const addMembership = (groupId: string, source: MembershipSource) =>
    store.insertInto('user_groups').values({ tenant_id: 't', user_id: user.id, group_id: groupId, source }).execute()

  it('lets each source replace what it said itself, and keeps what the others say', async () => {
    await autoCreateGroups(1)
    await say('idp', 'Staff', 'Sales')
    await say('provision', 'Sales', 'North')
    expect(await memberships()).toEqual([
      'idp idp Sales',
      'idp idp Staff',
      'provision custom North',
      'provision custom Sales',
    ])
    await say('idp', 'Staff')
    await say('provision')
    expect(await memberships()).toEqual(['idp idp Staff'])
  })

  it('advances the epoch when the user belongs to other groups than before, and only then', async () => {
    await store.transaction().execute((transaction) => customGroup(transaction, 'north', 'North'))
    await addMembership('north', 'manual')
    expect([await say('provision', 'North'), await epoch()]).toEqual([false, 0])
    expect([await say('provision', 'North', 'South'), await epoch()]).toEqual([true, 1])
    expect([await say('provision', 'South', 'North', 'South'), await epoch()]).toEqual([false, 1])
    expect([await say('provision'), await epoch()]).toEqual([true, 2])
    expect(await memberships()).toEqual(['manual custom North'])
  })

  it('makes groups of a login only where the tenant creates them by itself', async () => {
    await say('idp', 'Unheard-of')
    expect(await memberships()).toEqual([])
    await autoCreateGroups(1)
    await say('idp', 'Unheard-of')
    expect(await memberships()).toEqual(['idp idp Unheard-of'])
    expect(events.map((each) => each.event)).toEqual(['group.created'])
    await autoCreateGroups(0)
    await say('idp', 'Unheard-of', 'Another')
    expect(await memberships()).toEqual(['idp idp Unheard-of'])
  })

  it('puts nobody into a group that administers by a token call', async () => {
    await store.transaction().execute((transaction) => customGroup(transaction, 'admins', 'Admins'))
    await store
      .insertInto('group_roles')
      .values({ tenant_id: 't', group_id: 'admins', role_id: tenantAdminRoleId })
      .execute()
    await expect(say('provision', 'North', 'Admins')).rejects.toThrow('level admin')
    expect(await memberships()).toEqual([])
  })

  it('makes a group once when many users bring it at the same time', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `user${index}`)
    await store.transaction().execute(async (transaction) => {
      for (const id of ids) await insertUser(transaction, 't', { ...user, id, subject: id })
    })
    await Promise.all(
      ids.map((userId, index) =>
        store
          .transaction()
          .execute((transaction) =>
            synchroniseMemberships(
              context,
              { transaction, note: (event) => events.push(event), trace: {} },
              { userId, source: 'provision', groupNames: index % 2 === 0 ? ['A', 'B', 'C'] : ['C', 'B', 'A'] },
            ),
          ),
      ),
    )
    const { count } = await store
      .selectFrom('groups')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(3)
    expect(events.filter((each) => each.event === 'group.created')).toHaveLength(3)
  })
})
