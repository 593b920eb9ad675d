import { apps, reloads } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createReloadQueue } from '../../apps/reloads/reload-queue.js'
import { nodeId } from '../../audit/node-id.js'
import { dataPaths } from '../../config/data-paths.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { appFiles, sectionAccess, zipOf } from './testing/app-archive.js'
import { failure, type MakingTenant, type Person, startMakingTenant } from './testing/making-tenant.js'

const endless = 'CREATE TABLE t AS SELECT count(*) AS n FROM range(1000000000000) r1;'

describeOnBothStores('reloads', (newLocation) => {
  let { tenant, admin, maker, space, assign } = {} as MakingTenant
  beforeAll(async () => {
    ;({ tenant, admin, maker, space, assign } = await startMakingTenant(await newLocation()))
  })
  afterAll(() => tenant?.close())

  const importApp = async (by: Person, changes: Record<string, string> = {}, query = {}): Promise<string> =>
    (await apps.importApp(query, await zipOf(appFiles(changes)), by.options)).data.attributes?.id ?? ''
  const start = async (by: Person, appId: string): Promise<string> => {
    const { status, data } = await reloads.queueReload({ appId }, by.options)
    expect([status, data.status, data.appId, data.userId]).toEqual([201, 'QUEUED', appId, by.id])
    return data.id
  }
  const reached = (by: Person, id: string, status: string) =>
    expect.poll(async () => (await reloads.getReload(id, by.options)).data.status, { timeout: 15_000 }).toBe(status)
  const subjectOf = async ({ id }: Person) => (await admin('GET', `/users/${id}`)).body.subject

  it('are queued, run, and told of with their log', async () => {
    const ann = await maker()
    const appId = await importApp(ann, {}, { NoData: true })
    expect((await apps.getAppDataMetadata(appId, ann.options)).data).toMatchObject({ fields: [], tables: [] })
    const id = await start(ann, appId)
    await reached(ann, id, 'SUCCEEDED')
    const { data } = await reloads.getReload(id, ann.options)
    expect(data).toMatchObject({ id, appId, userId: ann.id, type: 'external', partial: false })
    expect([data.startTime, data.endTime, data.engineTime].every((time) => time !== undefined)).toBe(true)
    expect(data.log).toContain('Table sales: 2 rows, 2 fields')
    const listed = await reloads.getReloads({ appId, filter: 'status eq "SUCCEEDED"' }, ann.options)
    expect(listed.data.data.map((reload) => [reload.id, reload.log])).toEqual([[id, undefined]])
    expect((await reloads.getReloads({ appId, filter: 'status eq "FAILED"' }, ann.options)).data.data).toEqual([])
    const logs = (await apps.getAppReloadLogs(appId, ann.options)).data.data
    expect(logs).toMatchObject([{ reloadId: id, success: true }])
    expect((await apps.getAppReloadLog(appId, id, ann.options)).data as unknown).toBe(data.log)
    expect((await apps.getAppDataMetadata(appId, ann.options)).data).toMatchObject({
      fields: [
        { name: 'Region', cardinal: 2, is_numeric: false },
        { name: 'Amount', is_numeric: true },
      ],
      tables: [{ name: 'sales', no_of_rows: 2, no_of_fields: 2 }],
    })
    expect((await apps.getAppInfo(appId, ann.options)).data.attributes?.lastReloadTime).toBeTypeOf('string')
  })

  it('are listed by what they are, in every order that clients ask for; of all apps to administrators', async () => {
    const ann = await maker()
    const appId = await importApp(ann, {}, { NoData: true })
    const other = await importApp(ann)
    const rows = [
      {
        id: 'a',
        status: 'SUCCEEDED',
        partial: 0,
        created_at: '2020-01-01',
        started_at: '2020-01-09',
        ended_at: '2020-01-10',
      },
      {
        id: 'b',
        status: 'FAILED',
        partial: 1,
        created_at: '2020-01-02',
        started_at: '2020-01-08',
        ended_at: '2020-01-12',
      },
      { id: 'c', status: 'CANCELED', partial: 0, created_at: '2020-01-03', started_at: null, ended_at: '2020-01-11' },
    ] as const
    const same = {
      tenant_id: tenant.context.tenant.id,
      app_id: appId,
      user_id: ann.id,
      weight: 1,
      log: '',
      node_id: 'x',
    }
    for (const row of rows)
      await tenant.context.store
        .insertInto('reloads')
        .values({ ...same, ...row })
        .execute()
    const listed = async (query: object) =>
      (await reloads.getReloads({ appId, ...query }, ann.options)).data.data.map(({ id }) => id).join('')
    const orders = {
      '-creationTime': 'cba',
      '+creationTime': 'abc',
      creationTime: 'abc',
      status: 'cba',
      '-status': 'abc',
    }
    const times = { startTime: 'cba', '-startTime': 'abc', '+endTime': 'acb', '-endTime': 'bca' }
    for (const [sort, order] of Object.entries({ ...orders, ...times }))
      expect([sort, await listed({ sort })]).toEqual([sort, order])
    expect(await listed({})).toBe('cba')
    const filters = {
      'status eq "failed"': 'b',
      '(status eq "FAILED" or status eq "CANCELED") and partial eq "false"': 'c',
      'partial eq "true"': 'b',
      'partial eq "perhaps"': '',
      'type eq "external"': 'cba',
      'type eq "chronos"': '',
    }
    for (const [filter, order] of Object.entries(filters))
      expect([filter, await listed({ filter })]).toEqual([filter, order])
    expect(await listed({ partial: false })).toBe('ca')
    const first = await reloads.getReloads({ appId, sort: 'startTime', limit: 2 }, ann.options)
    expect((await first.next?.())?.data.data.map(({ id }) => id)).toEqual(['a'])
    const invalid = (query: object) => failure(reloads.getReloads({ appId, ...query }, ann.options))
    expect(await invalid({ sort: 'log' })).toEqual([400, 'REST-INVALID-SORT'])
    expect(await invalid({ filter: 'log eq "x"' })).toEqual([400, 'REST-INVALID-FILTER'])

    const last = await start(ann, other)
    await reached(ann, last, 'SUCCEEDED')
    const all: { id: string; log?: string }[] = (await admin('GET', '/reloads?limit=100&log=true')).body.data
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'b', 'c', last]))
    expect(all.find(({ id }) => id === last)?.log).toContain('Table sales')
    expect(await failure(reloads.getReloads({} as never, ann.options))).toEqual([400, 'REST-INVALID-PARAMETER'])
    for (const { id } of rows) await tenant.context.store.deleteFrom('reloads').where('id', '=', id).execute()
  })

  it('of an import and later ones tell what in the app cannot work', async () => {
    const ann = await maker()
    const chart = {
      qInfo: { qId: 'chart', qType: 'barchart' },
      qHyperCubeDef: { qDimensions: [{ qDef: { qFieldDefs: ['Regoin'] } }] },
    }
    const appId = await importApp(ann, { 'objects/chart.json': JSON.stringify(chart) })
    const logs = async () => (await reloads.getReloads({ appId, log: true }, ann.options)).data.data
    const [first, ...others] = await logs()
    expect(others).toEqual([])
    expect(first).toMatchObject({ status: 'SUCCEEDED', userId: ann.id })
    expect(first?.log).toMatch(/Table sales: 2 rows.*Cannot work: objects\/chart\.json\S* .*Regoin/s)
    await reached(ann, await start(ann, appId), 'SUCCEEDED')
    expect((await logs())[0]?.log).toMatch(/Cannot work: objects\/chart\.json\S* .*Regoin/)
  })

  it('that fail say why, and leave the data as it was', async () => {
    const ann = await maker()
    const appId = await importApp(ann, { 'data.sql': 'CREATE TABLE t AS SELECT nonsense' }, { NoData: true })
    const id = await start(ann, appId)
    await reached(ann, id, 'FAILED')
    expect((await reloads.getReload(id, ann.options)).data).toMatchObject({
      errorCode: 'ENGINE-RELOAD-SCRIPT',
      errorMessage: expect.stringContaining('nonsense'),
      log: expect.stringContaining('Failed'),
    })
    expect(await failure(apps.importApp({}, await zipOf(appFiles({ 'data.sql': 'nonsense' })), ann.options))).toEqual([
      422,
      'ENGINE-RELOAD-SCRIPT',
    ])
    const loadScript = appFiles({ 'data.sql': 'Sales:\nLOAD * FROM [lib://Data/sales.csv] (txt);' })
    expect(await failure(apps.importApp({}, await zipOf(loadScript), ann.options))).toEqual([
      422,
      'ENGINE-RELOAD-LOAD-SCRIPT',
    ])
  })

  it('are cancelled while they wait and while they run', async () => {
    const ann = await maker()
    const slow = await importApp(ann, { 'data.sql': endless }, { NoData: true })
    const [running, waiting] = [await start(ann, slow), await start(ann, slow)]
    await reached(ann, running, 'RELOADING')
    const log = async () => (await reloads.getReload(running, ann.options)).data.log
    await expect.poll(log, { timeout: 15_000 }).toMatch(/^\S+ Reload .* begins\n\S+ 0 % statements: /)
    expect((await reloads.cancelReload(waiting, ann.options)).status).toBe(204)
    const cancelled = await reloads.cancelReload(running, ann.options)
    expect([cancelled.status, cancelled.data]).toEqual([202, { status: 'CANCELING' }])
    await reached(ann, running, 'CANCELED')
    await reached(ann, waiting, 'CANCELED')
    expect(await failure(reloads.cancelReload(running, ann.options))).toEqual([409, 'RELOADS-ENDED'])
  })

  it('that a node was ended in are told as failed when it starts again, those of other nodes are not', async () => {
    const ann = await maker()
    const appId = await importApp(ann)
    const { store, config, randomness } = tenant.context
    const own = nodeId(dataPaths(config).nodeIdFile, randomness.uuid)
    const row = {
      tenant_id: tenant.context.tenant.id,
      app_id: appId,
      user_id: ann.id,
      partial: 0,
      weight: 1,
      log: '',
    } as const
    const created_at = new Date().toISOString()
    for (const [id, node_id, status] of [
      ['mine', own, 'RELOADING'],
      ['waits', own, 'QUEUED'],
      ['theirs', 'another', 'RELOADING'],
    ] as const)
      await store
        .insertInto('reloads')
        .values({ ...row, id, node_id, status, created_at })
        .execute()
    await createReloadQueue(tenant.context, own).markInterrupted()
    const states = await Promise.all(
      ['mine', 'waits', 'theirs'].map(async (id) => (await reloads.getReload(id, ann.options)).data),
    )
    expect(states.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['FAILED', 'RELOADS-INTERRUPTED'],
      ['FAILED', 'RELOADS-INTERRUPTED'],
      ['RELOADING', undefined],
    ])
  })

  it('are for those who may reload the app, and what they say of its data for those who see all of it', async () => {
    const shared = await space('shared')
    const [boss, ann, reader, stranger] = [await maker(), await maker(), await maker(), await maker()]
    await assign(shared, boss, 'producer')
    await assign(shared, ann, 'codeveloper')
    await assign(shared, reader, 'consumer')
    const access = sectionAccess(await subjectOf(boss), await subjectOf(ann))
    const script = `CREATE TABLE sales AS FROM read_csv('data/sales.csv');${access}`
    const appId = await importApp(boss, { 'data.sql': script }, { spaceId: shared })
    const id = await start(ann, appId)
    await reached(ann, id, 'SUCCEEDED')
    expect((await reloads.getReload(id, boss.options)).data.log).toContain('Table sales: 2 rows')
    expect((await reloads.getReload(id, ann.options)).data.log).toBeUndefined()
    expect((await reloads.getReloads({ appId, log: true }, ann.options)).data.data[0]?.log).toBeUndefined()
    expect(await failure(apps.getAppReloadLog(appId, id, ann.options))).toEqual([403, 'APP-REDUCED'])
    expect(await failure(reloads.queueReload({ appId }, reader.options))).toEqual([403, 'APP-FORBIDDEN'])
    expect(await failure(reloads.queueReload({ appId }, stranger.options))).toEqual([404, 'APP-UNKNOWN'])
    for (const { options } of [reader, stranger])
      expect(await failure(reloads.getReload(id, options))).toEqual([404, 'RELOADS-NOT-FOUND'])
    expect(await failure(reloads.cancelReload(id, reader.options))).toEqual([404, 'RELOADS-NOT-FOUND'])

    const { data } = await apps.getAppDataMetadata(appId, ann.options)
    expect(data.fields?.map(({ name, cardinal }) => [name, cardinal])).toEqual([['Region', 1]])
    expect(data.tables).toMatchObject([{ name: 'sales', no_of_rows: 1, no_of_fields: 1 }])
    expect(JSON.stringify(data)).not.toMatch(/Amount|SECTION/)
    expect(await failure(apps.getAppDataMetadata(appId, reader.options))).toEqual([403, 'ENGINE-NO-ACCESS'])
    expect(await failure(apps.getAppScript(appId, 'current', ann.options))).toEqual([403, 'APP-REDUCED'])
    expect(await failure(apps.getAppDataLineage(appId, ann.options))).toEqual([403, 'APP-REDUCED'])
    expect((await apps.getAppScript(appId, 'current', boss.options)).data.script).toBe(script)
    expect((await apps.getAppScriptHistory(appId, {}, boss.options)).data.scripts).toMatchObject([
      { scriptId: 'current' },
    ])
    expect((await apps.getAppDataLineage(appId, boss.options)).data).toEqual([])
  })
})
