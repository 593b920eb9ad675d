import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type auth, items } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addApp } from '../../apps/add-app.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import { sweepViews } from '../../apps/views/sweep-views.js'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket } from '../../qix/testing/raw-socket.js'
import { openStore } from '../../store/open-store.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

const day = 86_400_000
const served = { routes: [registerRestRoutes], upgrades: [attachQix] }
const switched = (value: unknown) => [{ op: 'replace', path: '/usageMetricsEnabled', value }]

const loadApp = async ({ dataDir, context }: StartedTenant, id: string, sectionAccess = ''): Promise<void> => {
  const folder = join(dataDir, id)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'data.sql'), `CREATE TABLE t AS SELECT 'North' AS "Region"; ${sectionAccess}`)
  await writeFile(join(folder, 'app.json'), JSON.stringify({ id, name: id, sources: {} }))
  const { store, config, tenant } = context
  await addApp(context, folder)
  await reloadRegisteredApp({ store, config, tenantId: tenant.id, appId: id, now: () => new Date().toISOString() })
}

const open = async ({ url }: StartedTenant, token: string, path: string) => {
  const socket = await openRawSocket(`${url}/app/${path}`, { authorization: `Bearer ${token}` })
  await socket.nextFrame()
  return socket
}

describeOnBothStores('views of items', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller
  beforeAll(async () => {
    tenant = await startTenant({ ...served, config: { store: await newLocation() } })
    admin = await machineCaller(tenant)
    for (const id of ['one', 'two', 'three', 'four']) await loadApp(tenant, id)
    const nobody = `CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'nobody', 'North')) AS t("ACCESS", "USERID", "Region");`
    await loadApp(tenant, 'closed', nobody)
  })
  afterAll(() => tenant?.close())

  const someone = async (of = tenant) => {
    const id = await of.addUser()
    const client = await of.addClient()
    const token = await of.userToken(id, client)
    const hostConfig: HostConfig = { authType: 'oauth2', host: of.url, ...client, userId: id, noCache: true }
    return { id, token, as: restCaller(of, token), options: { hostConfig, noCache: true } as const }
  }
  const views = async (appId: string) => (await admin('GET', `/items/${appId}`)).body.itemViews
  const total = (appId: string, count: number) =>
    expect.poll(async () => (await views(appId)).total, { timeout: 15_000, interval: 200 }).toBe(count)

  it('count each session of each person, and visitors in total only', async () => {
    const [ann, ben] = [await someone(), await someone()]
    const first = await open(tenant, ann.token, 'one')
    await open(tenant, ann.token, 'one')
    await open(tenant, ann.token, 'one/identity/other')
    await open(tenant, ben.token, 'one')
    // Neither a backend in its own name, nor who is not let in.
    const machine = await tenant.addClient({ allowed_scopes: '["admin.apps:read"]' })
    const { body } = await tenant.requestToken({
      grant_type: 'client_credentials',
      client_id: machine.clientId,
      client_secret: machine.clientSecret,
    })
    await open(tenant, body.access_token, 'one')
    const refused = await openRawSocket(`${tenant.url}/app/closed`, { authorization: `Bearer ${ann.token}` })
    await refused.closed
    await total('one', 3)
    await open(tenant, ann.token, 'one/identity/later')

    const kind = { appType: 'anonymous-embed', clientName: 'Public', allowedScopes: ['apps:read'] }
    const page = (await admin('POST', '/oauth-clients', { ...kind, allowedOrigins: ['https://page.example'] })).body
    const { accessCode } = (
      await admin('POST', `/oauth-clients/${page.clientId}/access-codes`, {
        appId: 'one',
        expiresAt: new Date(Date.now() + day).toISOString(),
      })
    ).body
    for (const visitor of ['a', 'b']) {
      const visit = await tenant.requestToken({
        grant_type: 'urn:qlik:oauth:anonymous-embed',
        client_id: page.clientId,
        eac: accessCode,
        tracking_code: visitor.repeat(40),
      })
      await open(tenant, visit.body.access_token, 'one')
    }
    await total('one', 6)

    const today = new Date().toISOString().slice(0, 10)
    const starts = [27, 20, 13, 6].map((ago) => new Date(Date.parse(today) - ago * day).toISOString())
    const none = { total: 0, unique: 0 }
    const expected = {
      total: 6,
      unique: 2,
      trend: 0.6,
      usedBy: 0,
      week: starts.map((start, week) => ({ start, ...(week === 3 ? { total: 6, unique: 2 } : none) })),
    }
    expect((await items.getItem('one', ann.options)).data.itemViews).toEqual(expected)
    const { data } = await items.getItems({ sort: '+name' }, ben.options)
    expect(data.data.map(({ name, itemViews }) => [name, itemViews?.total, itemViews?.week?.length])).toEqual([
      ['closed', 0, 4],
      ['four', 0, 4],
      ['one', 6, 4],
      ['three', 0, 4],
      ['two', 0, 4],
    ])
    first.close()
  })

  it('are told by weeks of seven days, and kept no longer', async () => {
    const [ann, ben] = [await someone(), await someone()]
    const { store } = tenant.dependencies
    const at = (user: { id: string }, ago: number, count: number) => {
      const last_at = new Date(Date.now() - ago * day).toISOString()
      const row = { tenant_id: tenant.context.tenant.id, item_id: 'two', day: last_at.slice(0, 10), views: count }
      return store
        .insertInto('item_views')
        .values({ ...row, viewer: user.id, user_id: user.id, last_at })
        .execute()
    }
    for (const [user, ago, count] of [
      [ann, 0, 1],
      [ann, 6, 2],
      [ben, 7, 3],
      [ann, 13, 4],
      [ben, 27, 5],
      [ben, 28, 100],
    ] as const)
      await at(user, ago, count)
    const told = await views('two')
    expect([told.total, told.unique]).toEqual([15, 2])
    expect(told.week.map((week: { total: number; unique: number }) => [week.total, week.unique])).toEqual([
      [5, 1],
      [0, 0],
      [7, 2],
      [3, 1],
    ])
    expect(told.trend).toBeCloseTo(0.2)
    await sweepViews(store, Date.now())
    const kept = await store.selectFrom('item_views').select('views').where('item_id', '=', 'two').execute()
    expect(kept.map(({ views: count }) => count).sort()).toEqual([1, 2, 3, 4, 5])
    expect((await admin('DELETE', `/users/${ann.id}`)).status).toBe(204)
    expect(await views('two')).toMatchObject({ total: 8, unique: 1 })
  })

  it('go with the app, and are not written of apps and users that are gone', async () => {
    const { store } = tenant.dependencies
    const [ann, ben] = [await someone(), await someone()]
    const { id } = (await admin('POST', '/apps/three/copy', { attributes: { name: 'Copy' } })).body.attributes
    const row = { tenant_id: tenant.context.tenant.id, viewer: ann.id, user_id: ann.id, views: 1 }
    const last_at = new Date().toISOString()
    await store
      .insertInto('item_views')
      .values({ ...row, item_id: id, day: last_at.slice(0, 10), last_at })
      .execute()
    expect((await views(id)).total).toBe(1)
    await admin('DELETE', `/apps/${id}`)
    expect(await store.selectFrom('item_views').selectAll().where('item_id', '=', id).execute()).toEqual([])
    await open(tenant, ann.token, 'three')
    await open(tenant, ben.token, 'three')
    await admin('DELETE', `/users/${ann.id}`)
    await total('three', 1)
  })

  it('put the apps that somebody opened last in front of theirs', async () => {
    const [ann, ben] = [await someone(), await someone()]
    const order = async ({ options }: typeof ann, sort: '+recentlyUsed' | '-recentlyUsed') =>
      (await items.getItems({ sort }, options)).data.data.map(({ name }) => name)
    const before = (await views('four')).total
    for (const app of ['three', 'four', 'two']) {
      await open(tenant, ann.token, app)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await open(tenant, ben.token, 'four')
    await total('four', before + 2)
    expect((await order(ann, '-recentlyUsed')).slice(0, 3)).toEqual(['two', 'four', 'three'])
    expect((await order(ben, '-recentlyUsed'))[0]).toBe('four')
    expect((await order(ann, '+recentlyUsed')).slice(-3)).toEqual(['three', 'four', 'two'])
    const paged = await ann.as('GET', '/items?sort=-recentlyUsed&limit=2')
    const next = await ann.as('GET', paged.body.links.next.href)
    expect(next.body.data[0].name).toBe('three')
  })

  it('are written when the tenant ends, unless they are switched off', async () => {
    for (const counted of [true, false]) {
      const location = await newLocation()
      const other = await startTenant({ ...served, config: { store: location } })
      try {
        await loadApp(other, 'one')
        const [by, ann] = [await machineCaller(other), await someone(other)]
        expect((await ann.as('GET', '/items/settings')).body).toEqual({ usageMetricsEnabled: true })
        expect((await ann.as('PATCH', '/items/settings', switched(false))).status).toBe(403)
        expect((await by('PATCH', '/items/settings', switched('x'))).body.errors[0].code).toBe('REST-INVALID-PATCH')
        const { status, body } = await by('PATCH', '/items/settings', switched(counted))
        expect([status, body]).toEqual([200, { usageMetricsEnabled: counted }])
        expect((await ann.as('GET', '/items/settings')).body).toEqual(body)
        await open(other, ann.token, 'one')
      } finally {
        await other.close()
      }
      const store = await openStore(location)
      const rows = await store.selectFrom('item_views').select(['item_id', 'views']).execute()
      const records = await store.selectFrom('audit_journal').select('record').execute()
      await store.destroy()
      expect(rows).toEqual(counted ? [{ item_id: 'one', views: 1 }] : [])
      expect(records.filter(({ record }) => record.includes('item-settings.updated'))).toHaveLength(1)
    }
  })

  it('are zero where they are switched off, and begin anew', async () => {
    expect((await views('one')).total).toBeGreaterThan(0)
    await admin('PATCH', '/items/settings', switched(false))
    expect(await views('one')).toEqual({ total: 0, trend: 0, unique: 0, usedBy: 0, week: [] })
    expect(await tenant.dependencies.store.selectFrom('item_views').selectAll().execute()).toEqual([])
    await admin('PATCH', '/items/settings', switched(true))
    expect(await views('one')).toMatchObject({ total: 0, week: [{}, {}, {}, {}] })
  })
})
