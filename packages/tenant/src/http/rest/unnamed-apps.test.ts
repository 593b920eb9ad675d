import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addApp } from '../../apps/add-app.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket } from '../../qix/testing/raw-socket.js'
import { addReader } from '../../qix/testing/small-app.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

/** Apps by who may see data of them: nobody, the group north, everybody without section access. */
const access: Readonly<Record<string, string>> = {
  open: '',
  north: `('USER', 'north', 'North')`,
  // Rows that are about somebody and match no data give nothing.
  strict: `('USER', 'north', 'Atlantis'), ('USER', 'south', 'South')`,
  nobody: `('USER', 'of nobody', 'North')`,
}

const loadApp = async ({ dataDir, context }: StartedTenant, id: string, rows: string): Promise<void> => {
  const folder = join(dataDir, id)
  await mkdir(folder, { recursive: true })
  const section = `CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ${rows}) AS t("ACCESS", "GROUP", "Region");`
  await writeFile(
    join(folder, 'data.sql'),
    `CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 1), ('South', 5)) AS t("Region", "Amount");
     ${rows === '' ? '' : section}`,
  )
  await writeFile(join(folder, 'app.json'), JSON.stringify({ id, name: `App ${id}`, sources: {} }))
  const { store, config, tenant } = context
  await addApp(context, folder)
  await reloadRegisteredApp({ store, config, tenantId: tenant.id, appId: id, now: () => new Date().toISOString() })
}

describeOnBothStores('apps whose section access gives a person nothing', (newLocation) => {
  let hiding: StartedTenant
  let listing: StartedTenant
  beforeAll(async () => {
    const options = { routes: [registerRestRoutes], upgrades: [attachQix] }
    hiding = await startTenant({ ...options, config: { store: await newLocation(), hideAppsWithoutData: true } })
    listing = await startTenant({ ...options, config: { store: await newLocation() } })
    for (const tenant of [hiding, listing])
      for (const [id, rows] of Object.entries(access)) await loadApp(tenant, id, rows)
  })
  afterAll(async () => {
    await hiding?.close()
    await listing?.close()
  })

  const reader = async (tenant: StartedTenant, group: string | null) => {
    const id = await addReader(tenant, group)
    const token = await tenant.userToken(id, await tenant.addClient())
    return { id, token, as: restCaller(tenant, token) }
  }

  const listed = async (as: RestCaller, query = ''): Promise<string[]> =>
    (await as('GET', `/items?sort=name${query}`)).body.data.map((item: { resourceId: string }) => item.resourceId)

  it('are named as ever where the operator says nothing', async () => {
    const { as } = await reader(listing, 'north')
    expect(await listed(as)).toEqual(['nobody', 'north', 'open', 'strict'])
    expect((await as('GET', '/apps/nobody')).status).toBe(200)
  })

  it('are named to them nowhere where the operator says so', async () => {
    const { as, token } = await reader(hiding, 'north')
    expect(await listed(as)).toEqual(['north', 'open'])
    expect(await listed(as, '&name=App')).toEqual(['north', 'open'])
    for (const id of ['strict', 'nobody'])
      for (const path of [`/apps/${id}`, `/items/${id}`]) {
        const { status, body } = await as('GET', path)
        expect([path, status, body.errors[0].code]).toEqual([path, 404, 'APP-UNKNOWN'])
        expect(body.errors[0].detail).not.toContain('section')
      }
    expect((await as('GET', '/apps/north')).status).toBe(200)
    const socket = await openRawSocket(`${hiding.url}/app/nobody`, { authorization: `Bearer ${token}` })
    expect(await socket.closed).toMatchObject({ code: 4203 })
  })

  it('are left out of the list that QIX gives, and have no entry in it', async () => {
    for (const [tenant, names] of [
      [hiding, ['north', 'open']],
      [listing, ['nobody', 'north', 'open', 'strict']],
    ] as const) {
      const { token } = await reader(tenant, 'north')
      const socket = await openRawSocket(`${tenant.url}/app/north`, { authorization: `Bearer ${token}` })
      await socket.nextFrame()
      const { qDocList } = (await socket.request(-1, 'GetDocList')).result
      expect(qDocList.map(({ qDocId }: { qDocId: string }) => qDocId).sort()).toEqual(names)
      const entry = await socket.request(-1, 'GetAppEntry', 'nobody')
      if (tenant === hiding) expect(entry.error).toMatchObject({ code: 1003 })
      else expect(entry.result.qEntry).toMatchObject({ qID: 'nobody' })
      socket.close()
    }
  })

  it('are not counted in collections', async () => {
    const { id, as } = await reader(hiding, 'north')
    const { store, tenant } = hiding.context
    for (const item of ['open', 'north'])
      expect((await as('POST', '/collections/favorites/items', { id: item })).status).toBe(201)
    await store.deleteFrom('user_groups').where('tenant_id', '=', tenant.id).where('user_id', '=', id).execute()
    expect((await as('GET', '/collections/favorites')).body).toMatchObject({ itemCount: 1 })
    expect((await as('GET', '/collections/favorites/items')).body.data).toMatchObject([{ resourceId: 'open' }])
  })

  it('leave no gaps in the pages', async () => {
    const { as } = await reader(hiding, 'south')
    const pages: string[][] = []
    for (let path: string | undefined = '/items?sort=name&limit=1'; path !== undefined; ) {
      const { body } = await as('GET', path)
      pages.push(body.data.map((item: { resourceId: string }) => item.resourceId))
      path = body.links.next?.href
    }
    expect(pages).toEqual([['open'], ['strict']])
  })

  it('are named as soon as a group or a reload gives something', async () => {
    const { id, as } = await reader(hiding, null)
    expect(await listed(as)).toEqual(['open'])
    const { store, tenant } = hiding.context
    const groups = await store.selectFrom('groups').select(['id', 'name']).where('tenant_id', '=', tenant.id).execute()
    const north = groups.find(({ name }) => name === 'north')?.id ?? ''
    await store.insertInto('user_groups').values({ tenant_id: tenant.id, user_id: id, group_id: north }).execute()
    expect(await listed(as)).toEqual(['north', 'open'])
    await loadApp(hiding, 'nobody', `('USER', 'north', 'North')`)
    expect(await listed(as)).toEqual(['nobody', 'north', 'open'])
    await loadApp(hiding, 'nobody', access.nobody ?? '')
    expect(await listed(as)).toEqual(['north', 'open'])
  })

  it('are named to their owner, to machines, and to who administers apps', async () => {
    const { id, as } = await reader(hiding, null)
    const { store, tenant } = hiding.context
    const strict = store.updateTable('apps').where('tenant_id', '=', tenant.id).where('id', '=', 'strict')
    await strict.set({ owner_id: id }).execute()
    expect(await listed(as)).toEqual(['open', 'strict'])
    expect((await as('GET', '/apps/strict')).status).toBe(200)
    await strict.set({ owner_id: null }).execute()
    const everything = Object.keys(access).sort()
    expect(await listed(await machineCaller(hiding, ['admin.apps:read']))).toEqual(everything)
    expect(await listed(await machineCaller(hiding, ['apps:read']))).toEqual(everything)
  })
})
