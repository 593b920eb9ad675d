import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { qix } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addApp } from '../apps/add-app.js'
import { reloadRegisteredApp } from '../apps/reload-registered-app.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

const openAppId = 'open-app'

let tenant: StartedTenant
let client: Credentials
let folder: string
beforeAll(async () => {
  tenant = await startTenant({ upgrades: [attachQix] })
  await loadSmallApp(tenant)
  folder = join(tenant.dataDir, openAppId)
  await mkdir(join(folder, 'data'), { recursive: true })
  await writeFile(join(folder, 'data', 'fruit.csv'), 'Fruit,Pieces\nApple,3\nPear,4\n')
  await writeFile(join(folder, 'data.sql'), `CREATE TABLE fruit AS FROM read_csv(getvariable('fruit'));`)
  const manifest = { id: openAppId, name: 'Fruit', description: 'What is there', sources: { fruit: 'data/fruit.csv' } }
  await writeFile(join(folder, 'app.json'), JSON.stringify(manifest))
  await addApp(tenant.context, folder)
  await reload()
  client = await tenant.addClient()
})
afterAll(() => tenant.close())

const reload = () => {
  const { store, config, tenant: home } = tenant.context
  const now = (): string => new Date().toISOString()
  return reloadRegisteredApp({ store, config, tenantId: home.id, appId: openAppId, now })
}

let names = 0
/** A session app of somebody; without a name, one that nobody else has. */
const enter = async (userId: string, name = `n${++names}`, credentials = client): Promise<RawSocket> => {
  const token = await tenant.userToken(userId, credentials)
  const socket = await openRawSocket(`${tenant.url}/app/SessionApp_${name}`, { authorization: `Bearer ${token}` })
  const greeting = await Promise.race([socket.nextFrame(), socket.closed])
  if (greeting.code !== undefined) throw new Error(greeting.reason)
  return socket
}

const docOf = async (socket: RawSocket): Promise<number> =>
  (await socket.request(-1, 'GetActiveDoc')).result.qReturn.qHandle

const copyOf = async (userId: string, appId: string, credentials = client) => {
  const socket = await enter(userId, undefined, credentials)
  const { result, error } = await socket.request(-1, 'CreateSessionAppFromApp', appId)
  const doc: number = result?.qReturn.qHandle
  const evaluate = async (expression: string): Promise<string> =>
    (await socket.request(doc, 'Evaluate', expression)).result.qReturn
  return { socket, doc, error, appId: result?.qSessionAppId, evaluate }
}

/** Makes somebody an editor of all apps of the shared space. */
const addEditor = async (role = 'producer', group = 'everything'): Promise<string> => {
  const userId = await addReader(tenant, group)
  const { store, tenant: home } = tenant.context
  const { space_id } = await store
    .selectFrom('apps')
    .select('space_id')
    .where('tenant_id', '=', home.id)
    .where('id', '=', openAppId)
    .executeTakeFirstOrThrow()
  const now = new Date().toISOString()
  await store
    .insertInto('space_assignments')
    .values({
      tenant_id: home.id,
      id: `assignment-${userId}`,
      space_id: space_id ?? '',
      assignee_type: 'user',
      assignee_id: userId,
      roles: JSON.stringify([role]),
      opens_apps: 1,
      created_by: null,
      created_at: now,
      updated_at: now,
    })
    .execute()
  return userId
}

describe('a session app', () => {
  it('is empty, opens without OpenDoc, and evaluates', async () => {
    const socket = await enter(await addReader(tenant, null))
    const doc = await docOf(socket)
    const { qLayout } = (await socket.request(doc, 'GetAppLayout')).result
    expect(qLayout).toMatchObject({ qIsSessionApp: true, qTitle: 'Session app' })
    expect((await socket.request(doc, 'Evaluate', '1 + 1')).result.qReturn).toBe('2')
    const list = (await socket.request(doc, 'CreateSessionObject', { qInfo: { qType: 'x' }, qFieldListDef: {} })).result
    expect((await socket.request(list.qReturn.qHandle, 'GetLayout')).result.qLayout.qFieldList.qItems).toEqual([])
    expect((await socket.request(-1, 'CreateSessionApp')).result).toMatchObject({
      qReturn: { qType: 'Doc', qHandle: doc },
      qSessionAppId: expect.stringMatching(/^SessionApp_/),
    })
    expect((await socket.request(doc, 'DoSave')).error.code).toBe(5)
  })

  it('lives as long as its session, and is nobody else’s', async () => {
    const user = await addReader(tenant, 'everything')
    const first = await enter(user, 'mine')
    await first.request(-1, 'CreateSessionAppFromApp', smallAppId)
    first.drop()
    await first.closed
    const again = await enter(user, 'mine')
    expect((await again.request(await docOf(again), 'Evaluate', 'Sum([Amount])')).result.qReturn).toBe('15')
    const stranger = await enter(await addReader(tenant, 'everything'), 'mine')
    expect((await stranger.request(await docOf(stranger), 'GetAppLayout')).result.qLayout.qTitle).toBe('Session app')
  })

  it.each([
    ['everything', '15'],
    ['north', '10'],
  ])('made from an app shows its objects, and its rows as the person may see them: %s', async (group, sum) => {
    const { socket, doc, appId, evaluate } = await copyOf(await addReader(tenant, group), smallAppId)
    expect(await evaluate('Sum([Amount])')).toBe(sum)
    const { qLayout } = (await socket.request(doc, 'GetAppLayout')).result
    expect(qLayout).toMatchObject({ qIsSessionApp: true, qTitle: 'Small', qFileName: appId })
    expect((await socket.request(doc, 'GetObject', 'total')).result.qReturn.qGenericType).toBe('kpi')
    expect((await socket.request(-1, 'CreateSessionAppFromApp', smallAppId)).error.parameter).toBe('QIX-IMPOSSIBLE')
  })

  it('is not made from what the person may not open or see, nor on the address of a stored app', async () => {
    expect((await copyOf(await addReader(tenant, null), smallAppId)).error).toMatchObject({ code: 5 })
    expect((await copyOf(await addReader(tenant, null), 'unknown')).error).toMatchObject({ code: 1003 })
    const token = await tenant.userToken(await addReader(tenant, 'everything'), client)
    const stored = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
    for (const [method, ...params] of [['CreateSessionApp'], ['CreateSessionAppFromApp', openAppId]] as const)
      expect((await stored.request(-1, method, ...params)).error).toMatchObject({
        code: 20,
        message: expect.stringContaining('/app/SessionApp_'),
      })
  })

  it('goes over to newer data of the app that it was made from', async () => {
    const { socket, evaluate } = await copyOf(await addReader(tenant, 'north'), smallAppId)
    await loadSmallApp(tenant, 70)
    await expect.poll(() => evaluate('Sum([Amount])'), { timeout: 10_000 }).toBe('70')
    await loadSmallApp(tenant, 10)
    await expect.poll(() => evaluate('Sum([Amount])'), { timeout: 10_000 }).toBe('10')
    socket.close()
  })

  it('is made by @qlik/api', async () => {
    const userId = await addReader(tenant, null)
    const hostConfig = { authType: 'oauth2' as const, host: tenant.url, ...client, userId, noCache: true }
    const session = qix.openAppSession({ appId: `SessionApp_${Date.now()}`, hostConfig })
    const app = await session.getDoc()
    expect((await app.getAppLayout()).qIsSessionApp).toBe(true)
    await session.close()
  })
})

describe('the script of a session app', () => {
  const sql = `CREATE TABLE fruit AS SELECT "Fruit", "Pieces" * 2 AS "Doubled" FROM read_csv(getvariable('fruit'));`
  const scriptMethods = [
    ['GetScript'],
    ['SetScript', 'CREATE TABLE t AS SELECT 1 AS a'],
    ['CheckScriptSyntax'],
    ['DoReload'],
    ['DoReloadEx'],
  ] as const

  it('is read, changed, checked and run by those who may edit the app', async () => {
    const { socket, doc, evaluate } = await copyOf(await addEditor(), openAppId)
    expect((await socket.request(doc, 'GetScript')).result.qScript).toContain("read_csv(getvariable('fruit'))")
    expect(await evaluate('Sum([Pieces])')).toBe('7')
    expect((await socket.request(doc, 'SetScript', 'CREATE TABL t')).error).toBeUndefined()
    expect((await socket.request(doc, 'CheckScriptSyntax')).result.qErrors).toHaveLength(1)
    const failed = await socket.request(doc, 'DoReload')
    expect(failed.error).toMatchObject({ code: 11002, parameter: 'ENGINE-RELOAD-SCRIPT' })
    expect(await evaluate('Sum([Pieces])')).toBe('7')
    await socket.request(doc, 'SetScript', sql)
    expect((await socket.request(doc, 'GetScript')).result.qScript).toBe(sql)
    expect((await socket.request(doc, 'CheckScriptSyntax')).result.qErrors).toEqual([])
    expect((await socket.request(doc, 'DoReload')).result.qReturn).toBe(true)
    expect(await evaluate('Sum([Doubled])')).toBe('14')
    expect((await socket.request(doc, 'DoReloadEx', {})).result.qResult.qSuccess).toBe(true)
    expect(await evaluate('Sum([Doubled])')).toBe('14')
    expect((await socket.request(-1, 'GetProgress', 0)).result.qProgressData.qFinished).toBe(true)
    expect(await readdir(join(tenant.dataDir, 'session-apps'))).toEqual([])
  })

  it('is in the journal before it runs, whether it fails or not', async () => {
    const told = async () =>
      (await tenant.dependencies.store.selectFrom('audit_journal').select('record').orderBy('seq').execute())
        .map(({ record }) => JSON.parse(record))
        .filter(({ event }) => event === 'session-app.reloaded')
    const editor = await addEditor()
    const { socket, doc } = await copyOf(editor, openAppId)
    const before = (await told()).length
    await socket.request(doc, 'SetScript', 'CREATE TABLE t AS FROM nothing')
    expect((await socket.request(doc, 'DoReload')).error.parameter).toBe('ENGINE-RELOAD-SCRIPT')
    expect((await told()).slice(before)).toMatchObject([
      { subject: openAppId, actor: { type: 'user', id: editor }, client: client.clientId, outcome: 'success' },
    ])
    const reader = await copyOf(await addReader(tenant, 'everything'), openAppId)
    await reader.socket.request(reader.doc, 'DoReload')
    expect(await told()).toHaveLength(before + 1)
  })

  it('changes nothing for others, and a reload of the app does not undo it', async () => {
    const one = await copyOf(await addEditor(), openAppId)
    const other = await copyOf(await addEditor('codeveloper'), openAppId)
    await one.socket.request(one.doc, 'SetScript', sql)
    await one.socket.request(one.doc, 'DoReload')
    await reload()
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(await one.evaluate('Sum([Doubled])')).toBe('14')
    expect(await other.evaluate('Sum([Pieces])')).toBe('7')
  })

  it.each(scriptMethods)('is refused to those who may not edit the app: %s', async (method, ...params) => {
    const { socket, doc } = await copyOf(await addReader(tenant, 'everything'), openAppId)
    expect((await socket.request(doc, method, ...params)).error).toMatchObject({ code: 5, parameter: 'QIX-READ-ONLY' })
  })

  it.each(scriptMethods)('is refused with a token that may only read: %s', async (method, ...params) => {
    const narrow = await tenant.addClient({ allowed_scopes: '["apps:read"]' })
    const { socket, doc } = await copyOf(await addEditor(), openAppId, narrow)
    expect((await socket.request(doc, method, ...params)).error).toMatchObject({ code: 5 })
  })

  it.each(scriptMethods)(
    'is refused to those who change the app but do not get at its sources: %s',
    async (method, ...params) => {
      const { store, tenant: home } = tenant.context
      const space = store.updateTable('spaces').where('tenant_id', '=', home.id)
      const { socket, doc } = await copyOf(await addEditor('facilitator'), openAppId)
      await space.set({ type: 'managed' }).execute()
      try {
        expect((await socket.request(doc, method, ...params)).error).toMatchObject({
          code: 5,
          parameter: 'QIX-READ-ONLY',
        })
      } finally {
        await space.set({ type: 'shared' }).execute()
      }
    },
  )

  it.each(scriptMethods)('is refused with a token that exports, but changes nothing: %s', async (method, ...params) => {
    const narrow = await tenant.addClient({ allowed_scopes: '["apps:read","apps:export"]' })
    const { socket, doc } = await copyOf(await addEditor(), openAppId, narrow)
    expect((await socket.request(doc, method, ...params)).error).toMatchObject({ code: 5, parameter: 'QIX-READ-ONLY' })
  })

  it('is refused as soon as a reload of the app found section access, also before it is served', async () => {
    const { socket, doc } = await copyOf(await addEditor(), openAppId)
    const { store, tenant: home } = tenant.context
    const app = store.updateTable('apps').where('tenant_id', '=', home.id).where('id', '=', openAppId)
    await app.set({ has_section_access: 1 }).execute()
    try {
      expect((await socket.request(doc, 'DoReload')).error.message).toContain('section access')
    } finally {
      await app.set({ has_section_access: 0 }).execute()
    }
  })

  it('is lost, with the session that it loaded, by whoever may edit the app no more', async () => {
    const editor = await addEditor()
    const { socket, doc } = await copyOf(editor, openAppId)
    await socket.request(doc, 'SetScript', sql)
    expect((await socket.request(doc, 'DoReload')).result.qReturn).toBe(true)
    const { store, tenant: home } = tenant.context
    await store
      .deleteFrom('space_assignments')
      .where('tenant_id', '=', home.id)
      .where('id', '=', `assignment-${editor}`)
      .execute()
    expect(await socket.closed).toMatchObject({ code: 4203 })
  })

  it.each(scriptMethods)(
    'is refused where section access restricts the app, to editors too: %s',
    async (method, ...params) => {
      const { socket, doc, evaluate } = await copyOf(await addEditor('producer', 'north'), smallAppId)
      expect((await socket.request(doc, method, ...params)).error).toMatchObject({
        code: 5,
        message: expect.stringContaining('section access'),
      })
      expect(await evaluate('Sum([Amount])')).toBe('10')
    },
  )

  it.each(scriptMethods)('is refused in an empty session app: %s', async (method, ...params) => {
    const socket = await enter(await addEditor())
    expect((await socket.request(await docOf(socket), method, ...params)).error).toMatchObject({ code: 5 })
  })

  it.each(scriptMethods)('is refused in the app itself: %s', async (method, ...params) => {
    const token = await tenant.userToken(await addEditor(), client)
    const socket = await openRawSocket(`${tenant.url}/app/${openAppId}`, { authorization: `Bearer ${token}` })
    expect((await socket.request(await docOf(socket), method, ...params)).error).toMatchObject({ code: 5 })
  })

  it.each([
    ['a load', 'Sales:\nLOAD Region, Amount FROM [lib://data/sales.csv] (txt);'],
    ['variables of the script editor', "SET ThousandSep=',';\nSET DecimalSep='.';"],
    ['a tab', '///$tab Main\nSELECT 1;'],
  ])('is told in one sentence to be a load script, with the way to the guide: %s', async (_, script) => {
    const { socket, doc } = await copyOf(await addEditor(), openAppId)
    const { error } = await socket.request(doc, 'SetScript', script)
    expect(error).toMatchObject({ code: 11002, parameter: 'ENGINE-RELOAD-LOAD-SCRIPT' })
    expect(error.message).toContain('docs/apps.md#from-a-load-script-to-sql')
  })

  it.each([
    ['the file of another app', "CREATE TABLE t AS FROM read_text('../small-app/data.sql')"],
    ['a file of the machine', "CREATE TABLE t AS FROM read_text('/etc/hostname')"],
    ['the store of the tenant', "ATTACH 'tenant.db' AS store"],
    ['what it may write to', "COPY (SELECT 1) TO 'data/out.csv'"],
    ['the network', "CREATE TABLE t AS FROM read_csv('http://127.0.0.1/x.csv')"],
    ['its own bounds', "SET memory_limit = '10GB'"],
  ])('reads nothing but what the app declares: %s', async (_, script) => {
    const { socket, doc, evaluate } = await copyOf(await addEditor(), openAppId)
    await socket.request(doc, 'SetScript', script)
    const { error } = await socket.request(doc, 'DoReload')
    expect(error.parameter).toMatch(/^ENGINE-RELOAD-(SCRIPT|STATEMENT)$/)
    expect(await evaluate('Sum([Pieces])')).toBe('7')
  })

  it('is watched and ended while it runs, one at a time', async () => {
    const { socket, doc, evaluate } = await copyOf(await addEditor(), openAppId)
    await socket.request(
      doc,
      'SetScript',
      'CREATE TABLE t AS SELECT sum(hash(a.range + b.range)) AS s FROM range(200000) a, range(200000) b',
    )
    const running = socket.request(doc, 'DoReload')
    await expect.poll(async () => (await socket.request(-1, 'GetProgress', 0)).result.qProgressData.qStarted).toBe(true)
    expect(await evaluate('Sum([Pieces])')).toBe('7')
    expect((await socket.request(doc, 'DoReload')).error).toMatchObject({ code: 11000, parameter: 'QIX-RELOADING' })
    await socket.request(-1, 'CancelReload')
    expect((await running).error.parameter).toBe('ENGINE-RELOAD-STOPPED')
    expect(await evaluate('Sum([Pieces])')).toBe('7')
  })
})
