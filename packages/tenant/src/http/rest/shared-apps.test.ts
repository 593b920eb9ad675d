import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { rest } from '@understudy/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addApp } from '../../apps/add-app.js'
import { smallAppId } from '../../qix/testing/small-app.js'
import { describeOnBothStores } from '../../testing/stores.js'
import type { RestCaller } from './testing/rest-caller.js'
import { type SharingTenant, shareWith, startSharingTenant } from './testing/sharing-tenant.js'

const opened = { method: 'OnConnected' }
const noPermission = { code: 4203 }

/** What a promise gives before open sockets are looked at anyway, every ten seconds. */
const soon = <T>(promise: Promise<T>) => Promise.race([promise, delay(5_000, 'too late')])

/** Whether the app is listed and read. */
const sees = async (as: RestCaller): Promise<boolean> => {
  const items = (await as('GET', '/items')).body.data.length
  const found = [(await as('GET', `/items/${smallAppId}`)).status, (await as('GET', `/apps/${smallAppId}`)).status]
  expect([items, ...found]).toEqual(items === 1 ? [1, 200, 200] : [0, 404, 404])
  return items === 1
}

describeOnBothStores('the share of an app', (newLocation) => {
  let { tenant, admin, spaceWithApp, someone, share, open } = {} as SharingTenant
  beforeAll(async () => {
    const started = await startSharingTenant(await newLocation())
    ;({ tenant, admin, spaceWithApp, someone, share, open } = started)
  })
  afterAll(() => tenant?.close())

  it('opens its app, and nothing else of the space', async () => {
    const space = await spaceWithApp()
    const { id, token, as } = await someone()
    expect(await sees(as)).toBe(false)
    expect((await open(token)).first).toMatchObject(noPermission)
    const made = await share(space, shareWith('user', id))
    expect(made).toMatchObject({
      status: 201,
      body: { spaceId: space, ...shareWith('user', id), resourceName: 'Small', createdBy: expect.any(String) },
    })
    expect(await sees(as)).toBe(true)
    const { socket, first } = await open(token)
    expect(first).toMatchObject(opened)
    expect((await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qType).toBe('Doc')
    socket.close()
    const { store } = tenant.dependencies
    const neighbour = await store.selectFrom('apps').selectAll().where('id', '=', smallAppId).executeTakeFirstOrThrow()
    await store
      .insertInto('apps')
      .values({ ...neighbour, id: 'neighbour' })
      .execute()
    expect(await sees(as)).toBe(true)
    expect((await as('GET', '/apps/neighbour')).status).toBe(404)
    expect((await open(token, 'neighbour')).first).toMatchObject(noPermission)
    await store.deleteFrom('apps').where('id', '=', 'neighbour').execute()
    expect(JSON.stringify((await as('GET', '/spaces')).body.data)).not.toContain(space)
    expect((await as('GET', `/spaces/${space}`)).status).toBe(404)
    expect((await as('GET', `/spaces/${space}/shares`)).status).toBe(404)
  })

  it('reaches the members of its group, or everyone, and leaves section access in force', async () => {
    const space = await spaceWithApp()
    const [member, outsider, unlisted] = [await someone(), await someone('north'), await someone(null)]
    await share(space, shareWith('group', 'group-everything'))
    expect([await sees(member.as), await sees(outsider.as)]).toEqual([true, false])
    expect((await open(member.token)).first).toMatchObject(opened)
    expect((await open(outsider.token)).first).toMatchObject(noPermission)
    await share(space, shareWith('group', rest.everyoneGroup.id))
    expect((await open(outsider.token)).first).toMatchObject(opened)
    const { first } = await open(unlisted.token)
    expect(first).toMatchObject(noPermission)
    expect(first.reason).toContain('ENGINE-NO-ACCESS')
  })

  it('closes the app when it is taken away, for whoever had nothing else', async () => {
    const space = await spaceWithApp()
    const [losing, keeping] = [await someone(), await someone()]
    const { id } = (await share(space, shareWith('user', losing.id))).body
    await share(space, shareWith('user', keeping.id))
    const [one, other] = [await open(losing.token), await open(keeping.token)]
    const path = `/spaces/${space}/shares/${id}`
    expect((await admin('DELETE', path)).status).toBe(204)
    expect(await soon(one.socket.closed)).toMatchObject(noPermission)
    expect((await open(losing.token)).first).toMatchObject(noPermission)
    expect(await sees(losing.as)).toBe(false)
    expect((await other.socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qType).toBe('Doc')
    expect((await admin('DELETE', path)).status).toBe(404)
    other.socket.close()
  })

  it('ends when its app moves, and does not come back with it', async () => {
    const space = await spaceWithApp()
    const { id, token } = await someone()
    await share(space, shareWith('user', id))
    const { socket } = await open(token)
    await admin('PUT', `/apps/${smallAppId}/space`, { spaceId: space })
    expect((await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qType).toBe('Doc')
    await spaceWithApp()
    expect(await soon(socket.closed)).toMatchObject(noPermission)
    await admin('PUT', `/apps/${smallAppId}/space`, { spaceId: space })
    expect((await open(token)).first).toMatchObject(noPermission)
    expect((await admin('GET', `/spaces/${space}/shares`)).body.meta.count).toBe(0)
  })

  it('is of its tenant alone, where another one has a space, an app and a share with the same ids', async () => {
    const space = await spaceWithApp()
    const { id, as } = await someone()
    const made = (await share(space, shareWith('user', id))).body
    const { store } = tenant.dependencies
    const twin = { tenant_id: tenant.contexts[1]?.tenant.id ?? '' }
    const spaces = await store.selectFrom('spaces').selectAll().where('id', '=', space).execute()
    const apps = await store.selectFrom('apps').selectAll().where('id', '=', smallAppId).execute()
    const shares = await store.selectFrom('space_shares').selectAll().where('id', '=', made.id).execute()
    const [[first], [app], [row]] = [spaces, apps, shares]
    if (first === undefined || app === undefined || row === undefined) throw new Error('There must be a share.')
    await store
      .insertInto('spaces')
      .values({ ...first, ...twin })
      .execute()
    await store
      .insertInto('apps')
      .values({ ...app, ...twin })
      .execute()
    await store
      .insertInto('space_shares')
      .values({ ...row, ...twin })
      .execute()
    const other = () =>
      store.selectFrom('space_shares').selectAll().where('tenant_id', '=', twin.tenant_id).executeTakeFirst()

    expect((await admin('GET', `/spaces/${space}/shares`)).body.meta.count).toBe(1)
    const patch = [{ op: 'replace', path: '/roles', value: 'consumer' }]
    expect((await admin('PATCH', `/spaces/${space}/shares/${made.id}`, patch)).status).toBe(200)
    expect(await other()).toMatchObject({ updated_by: null })
    expect((await admin('DELETE', `/spaces/${space}/shares/${made.id}`)).status).toBe(204)
    expect(await other()).toMatchObject({ id: made.id, assignee_id: id })
    expect(await sees(as)).toBe(false)
    expect((await admin('DELETE', `/users/${id}`)).status).toBe(204)
    await spaceWithApp()
    expect(await other()).toBeDefined()
    const late = await share(space, shareWith('user', (await someone()).id))
    expect(late.body.errors[0].code).toBe('SPACES-UNKNOWN-RESOURCE')
  })

  it('ends when the operator puts its app into another space', async () => {
    const elsewhere = await spaceWithApp()
    const space = await spaceWithApp()
    const { id, as } = await someone()
    await share(space, shareWith('user', id))
    const { store } = tenant.dependencies
    // Even a row that was left behind would open nothing.
    await store.updateTable('apps').set({ space_id: elsewhere }).where('id', '=', smallAppId).execute()
    expect(await sees(as)).toBe(false)
    await store.updateTable('apps').set({ space_id: space }).where('id', '=', smallAppId).execute()
    expect(await sees(as)).toBe(true)
    const { name } = (await admin('GET', `/spaces/${elsewhere}`)).body
    await addApp(tenant.context, join(tenant.dataDir, 'small-app'), name)
    expect(await store.selectFrom('space_shares').select('id').where('space_id', '=', space).execute()).toEqual([])
  })
})
