import { afterAll, describe, expect, it } from 'vitest'
import { machineCaller } from './testing/rest-caller.js'
import { custom, startUserPatching } from './testing/user-patching.js'

const { tenant, admin, groups, someone, patch, groupNames } = await startUserPatching()
afterAll(() => tenant.close())

describe('groups of a user', () => {
  it('are added by id or by name, one or several', async () => {
    const { id } = await someone()
    expect((await patch(id, { op: 'add', path: '/assignedGroups/-', value: custom('North') })).status).toBe(204)
    expect(
      (await patch(id, { op: 'add', path: '/assignedGroups', value: [{ id: groups['South custom'] }] })).status,
    ).toBe(204)
    expect(await groupNames(id)).toEqual(['North', 'South'])
    expect((await admin('GET', `/users/${id}`)).body.assignedGroups).toEqual([
      { id: groups['North custom'], name: 'North', providerType: 'custom', assignedRoles: [] },
      { id: groups['South custom'], name: 'South', providerType: 'custom', assignedRoles: [] },
    ])
  })

  it('are replaced and removed', async () => {
    const { id } = await someone()
    await patch(id, { op: 'add', path: '/assignedGroups', value: [custom('North')] })
    await patch(id, { op: 'replace', path: '/assignedGroups', value: [custom('South')] })
    expect(await groupNames(id)).toEqual(['South'])
    await patch(id, { op: 'remove-value', path: '/assignedGroups', value: [custom('South')] })
    expect(await groupNames(id)).toEqual([])
  })

  it('are refused twice', async () => {
    const { id } = await someone()
    await patch(id, { op: 'add', path: '/assignedGroups/-', value: [custom('North')] })
    const { status, body } = await patch(id, {
      op: 'add',
      path: '/assignedGroups/-',
      value: [custom('South'), custom('North')],
    })
    expect([status, body.errors[0].code, body.errors[0].source]).toEqual([
      400,
      'USERS-ALREADY-MEMBER',
      { pointer: '/0/value/1' },
    ])
    expect(await groupNames(id)).toEqual(['North'])
  })

  it('of an identity provider are not edited, and survive a replacement', async () => {
    const { id } = await someone()
    const idpGroup = groups['North idp'] ?? ''
    const refused = await patch(id, { op: 'add', path: '/assignedGroups/-', value: [{ id: idpGroup }] })
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'USERS-IDP-GROUP'])
    const { store, tenant: own } = { ...tenant.dependencies, ...tenant.context }
    const membership = { tenant_id: own.id, user_id: id, group_id: idpGroup, source: 'idp' } as const
    await store.insertInto('user_groups').values(membership).execute()
    await patch(id, { op: 'replace', path: '/assignedGroups', value: [] })
    expect((await admin('GET', `/users/${id}`)).body.assignedGroups).toMatchObject([
      { id: idpGroup, providerType: 'idp' },
    ])
  })

  it('that a token call gave are told as such, stay, and can be held by the API beside it', async () => {
    const { id } = await someone()
    const { store, tenant: own } = { ...tenant.dependencies, ...tenant.context }
    const membership = {
      tenant_id: own.id,
      user_id: id,
      group_id: groups['South custom'] ?? '',
      source: 'provision',
    } as const
    await store.insertInto('user_groups').values(membership).execute()
    const removal = { op: 'remove-value', path: '/assignedGroups', value: [custom('South')] }
    const refused = await patch(id, removal)
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'USERS-PROVISIONED-GROUP'])
    await patch(id, { op: 'add', path: '/assignedGroups/-', value: [custom('South')] })
    expect(await groupNames(id)).toEqual(['South'])
    expect((await patch(id, removal)).status).toBe(204)
    expect(await groupNames(id)).toEqual(['South'])
  })

  it('of another tenant do not exist', async () => {
    const other = tenant.contexts[1]?.tenant.id ?? ''
    const group = { tenant_id: other, id: 'aaaaaaaaaaaaaaaaaaaaaaaa', name: 'Abroad', name_folded: 'abroad' }
    const now = new Date().toISOString()
    await tenant.dependencies.store
      .insertInto('groups')
      .values({
        ...group,
        description: null,
        provider_type: 'custom',
        status: 'active',
        created_at: now,
        created_by: null,
        updated_at: now,
        updated_by: null,
      })
      .execute()
    const { id } = await someone()
    for (const ref of [{ id: group.id }, custom('Abroad')]) {
      const { status, body } = await patch(id, { op: 'add', path: '/assignedGroups/-', value: [ref] })
      expect([status, body.errors[0].code]).toEqual([400, 'USERS-UNKNOWN-GROUP'])
    }
  })

  it('with more power than the token cannot be given', async () => {
    const { id } = await someone()
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const add = [{ op: 'add', path: '/assignedGroups/-', value: [custom('Rulers')] }]
    const refused = await userAdmin('PATCH', `/users/${id}`, add)
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect(await groupNames(id)).toEqual([])
    expect((await admin('PATCH', `/users/${id}`, add)).status).toBe(204)
  })
})

describe('roles of a user', () => {
  const roles = async (id: string): Promise<string[]> =>
    (await admin('GET', `/users/${id}`)).body.assignedRoles.map((role: { name: string }) => role.name)

  it('are replaced, added and removed, by the deprecated path too', async () => {
    const { id } = await someone()
    await patch(id, { op: 'replace', path: '/assignedRoles', value: [{ name: 'Steward' }] })
    await patch(id, { op: 'add', path: '/assignedRoles/-', value: { name: 'DataSpaceCreator' } })
    await patch(id, { op: 'add', path: '/assignedRoles', value: [{ name: 'Steward' }] })
    expect(await roles(id)).toEqual(['DataSpaceCreator', 'Steward'])
    await patch(id, { op: 'remove-value', path: '/assignedRoles', value: [{ name: 'Steward' }] })
    expect(await roles(id)).toEqual(['DataSpaceCreator'])
    await patch(id, { op: 'replace', path: '/roles', value: ['SharedSpaceCreator'] })
    expect(await roles(id)).toEqual(['SharedSpaceCreator'])
  })

  it('with more power than the token are neither given, hidden in a replacement, nor taken', async () => {
    const { id } = await someone()
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    for (const op of ['add', 'replace']) {
      const refused = await userAdmin('PATCH', `/users/${id}`, [
        { op, path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] },
      ])
      expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    }
    await patch(id, { op: 'replace', path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] })
    const kept = await userAdmin('PATCH', `/users/${id}`, [
      { op: 'replace', path: '/assignedRoles', value: [{ name: 'TenantAdmin' }] },
    ])
    expect(kept.status).toBe(204)
    const taken = await userAdmin('PATCH', `/users/${id}`, [{ op: 'replace', path: '/assignedRoles', value: [] }])
    expect([taken.status, taken.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect(await roles(id)).toEqual(['TenantAdmin'])
  })
})
