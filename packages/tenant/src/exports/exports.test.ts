import { readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeId } from '../audit/node-id.js'
import { served } from '../cli/served.js'
import { dataPaths } from '../config/data-paths.js'
import { tenantFiles } from '../files/tenant-files.js'
import { openRawSocket } from '../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../qix/testing/small-app.js'
import { advanceUserEpoch } from '../store/epochs.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { sweepExports } from './sweep-exports.js'

let tenant: StartedTenant
let client: Credentials

const start = async (engineProcesses: number, exportSize = 500): Promise<void> => {
  tenant = await startTenant({
    ...served,
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['localhost'], origin: 'http://localhost:1' }],
    config: { engineProcesses, exportSize },
  })
  await loadSmallApp(tenant)
  client = await tenant.addClient()
}
beforeEach(() => start(0))
afterEach(() => tenant.close())

const byRegion = {
  qInfo: { qId: 'regions', qType: 'table' },
  title: 'Amounts: by region',
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['Region'], qSortCriterias: [{ qSortByAscii: 1 }] } }],
    qMeasures: [{ qDef: { qDef: 'Sum(Amount)', qLabel: 'Amount' } }],
  },
}

/** A person with a table on the page. */
const page = async (group = 'everything', scope?: string, known?: string) => {
  const user = known ?? (await addReader(tenant, group))
  const token = await tenant.userToken(user, client, scope)
  const socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization: `Bearer ${token}` })
  const doc = (await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle
  const object = (await socket.request(doc, 'CreateSessionObject', byRegion)).result.qReturn.qHandle
  const exported = async (...params: unknown[]): Promise<string> => {
    const { result, error } = await socket.request(object, 'ExportData', ...params)
    if (error) throw Object.assign(new Error(`${error.parameter}: ${error.message}`), error)
    return result.qUrl
  }
  return { user, token, socket, doc, object, exported }
}

const get = (url: string, init?: RequestInit) => fetch(`${tenant.url}${url}`, init)

const files = (): Promise<string[]> =>
  readdir(tenantFiles(tenant.context.config, tenant.context.tenant.id, 'exports')).catch(() => [])

const records = async () => {
  const rows = await tenant.context.store.selectFrom('audit_journal').select('record').orderBy('seq').execute()
  return rows.map(({ record }) => JSON.parse(record)).filter(({ event }) => event.startsWith('app.data.'))
}

/** An address is gone: the same words, whatever the reason. */
const expectGone = async (url: string): Promise<void> => {
  const answer = await get(url)
  expect(answer.status).toBe(410)
  const { errors } = (await answer.json()) as { errors: { code: string; detail: string }[] }
  expect(errors[0]).toMatchObject({
    code: 'EXPORT-GONE',
    detail: 'The address is good for one download within ten minutes.',
  })
  expect(await files()).toEqual([])
}

describe.each([0, 1])('an export with %i engine processes', (processes) => {
  it('is fetched once, without any other credential, as a file to save', async () => {
    await tenant.close()
    await start(processes)
    const { exported, user } = await page('north')
    const url = await exported('CSV_C', '/qHyperCubeDef', 'Übersicht', 'A')
    expect(url).toMatch(/^\/tempcontent\/[\w-]{43}\/_bersicht\.csv$/)
    const answer = await get(url)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''%C3%9Cbersicht.csv; filename="_bersicht.csv"`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    expect(await answer.text()).toBe('Region,Amount\r\nNorth,10\r\n')
    await expectGone(url)
    const about = { actor: { type: 'user', id: user }, client: client.clientId, subject: smallAppId }
    expect(await records()).toMatchObject([
      {
        event: 'app.data.exported',
        outcome: 'success',
        ...about,
        description: 'object regions, 1 rows of 2 columns, 28 bytes as CSV_C, without selections',
      },
      { event: 'app.data.downloaded', outcome: 'success', ...about, description: 'object regions' },
    ])
  })
})

describe('an export of an engine process', () => {
  it.each<[string, (made: Awaited<ReturnType<typeof page>>) => unknown]>([
    ['leaves', ({ socket }) => socket.drop()],
    ['loses its access', ({ token }) => revoke(token)],
  ])('ends when its client %s, and makes room at once', async (_, happen) => {
    await tenant.close()
    await start(1)
    const many = `SELECT 'r' || i AS "Region", i AS "Amount" FROM range(300000) AS t(i)`
    await loadSmallApp(tenant, 10, many)
    const made = await page()
    for (const type of ['CSV_C', 'OOXML']) void made.exported(type).catch(() => undefined)
    await expect.poll(async () => (await files()).length, { timeout: 20_000 }).toBe(2)
    await happen(made)
    await expect.poll(files, { timeout: 20_000 }).toEqual([])
    const again = await page('everything', undefined, made.user)
    const urls = await Promise.all(['CSV_C', 'CSV_T'].map((type) => again.exported(type)))
    expect(urls).toHaveLength(2)
  })
})

describe('the address of an export', () => {
  it('is not in the store, and each is another', async () => {
    const { exported } = await page()
    const urls = [await exported('OOXML'), await exported('PARQUET')]
    expect(urls.map((url) => url.split('/').at(-1))).toEqual(['Amounts__by_region.xlsx', 'Amounts__by_region.parquet'])
    const secrets = urls.map((url) => url.split('/')[2] ?? '')
    expect(new Set(secrets).size).toBe(2)
    const rows = JSON.stringify(await tenant.context.store.selectFrom('exports').selectAll().execute())
    for (const secret of secrets) expect(rows).not.toContain(secret)
    expect(rows).toContain(smallAppId)
  })

  it('is not used up by a look at it, and belongs to its tenant', async () => {
    const { exported } = await page()
    const url = await exported('CSV_C')
    expect((await get(url, { method: 'HEAD' })).status).toBe(404)
    const other = await fetch(`${tenant.url.replace('127.0.0.1', 'localhost')}${url}`)
    expect(other.status).toBe(410)
    expect((await get(url.replace('/tempcontent/', '/tempcontent/x'))).status).toBe(410)
    expect((await get(url)).status).toBe(200)
  })

  it('is good for one of many that come at once', async () => {
    const { exported } = await page()
    const url = await exported('CSV_C')
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(url)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 410)])
    await Promise.all(answers.map((answer) => answer.text()))
    expect(await files()).toEqual([])
  })

  it.each<[string, (made: Awaited<ReturnType<typeof page>>) => Promise<unknown>]>([
    ['the person was disabled', ({ user }) => change('users', user, { status: 'disabled' })],
    [
      'what the person is has changed',
      ({ user }) =>
        tenant.context.store.transaction().execute((t) => advanceUserEpoch(t, tenant.context.tenant.id, user)),
    ],
    ['the token was revoked', ({ token }) => revoke(token)],
    [
      'the person has lost a group',
      ({ user }) => tenant.context.store.deleteFrom('user_groups').where('user_id', '=', user).execute(),
    ],
    [
      'the person is in another group',
      async ({ user }) => {
        await addReader(tenant, 'north')
        await tenant.context.store
          .insertInto('user_groups')
          .values({ tenant_id: tenant.context.tenant.id, user_id: user, group_id: 'group-north' })
          .execute()
      },
    ],
    ['the person may not open the app any more', () => change('apps', smallAppId, { space_id: null, owner_id: 'x' })],
    ['the app is no more', () => tenant.context.store.deleteFrom('apps').where('id', '=', smallAppId).execute()],
    ['the app, which restricts rows, was reloaded', () => loadSmallApp(tenant, 11)],
    [
      'its time is over',
      () =>
        tenant.context.store
          .updateTable('exports')
          .set({ expires_at: Date.now() - 1 })
          .execute(),
    ],
    [
      'the client was disabled',
      () =>
        tenant.context.store
          .updateTable('oauth_clients')
          .set({ disable_tag: 'x' })
          .where('id', '=', client.clientId)
          .execute(),
    ],
    [
      'the access has expired',
      async () => {
        const { access } = await tenant.context.store.selectFrom('exports').select('access').executeTakeFirstOrThrow()
        const expired = JSON.stringify({ ...JSON.parse(access), expiresAt: Date.now() - 1 })
        await tenant.context.store.updateTable('exports').set({ access: expired }).execute()
      },
    ],
  ])('is gone when %s', async (_, happen) => {
    const made = await page()
    const url = await made.exported('CSV_C')
    expect(await files()).toHaveLength(1)
    await happen(made)
    await expectGone(url)
    expect((await records()).at(-1)).toMatchObject({ event: 'app.data.downloaded', outcome: 'refused' })
  })

  it('is swept with its file when nobody came', async () => {
    const { exported } = await page()
    await exported('CSV_C')
    const { store, config } = tenant.context
    const node = nodeId(dataPaths(config).nodeIdFile, () => 'none')
    await sweepExports(store, config, node, Date.now() + 599_000)
    expect(await files()).toHaveLength(1)
    await sweepExports(store, config, 'another node', Date.now() + 601_000)
    expect(await files()).toHaveLength(1)
    await sweepExports(store, config, node, Date.now() + 601_000)
    expect(await files()).toEqual([])
    expect(await store.selectFrom('exports').selectAll().execute()).toEqual([])
  })
})

describe('exports', () => {
  it('need the scope, and a refusal is in the journal', async () => {
    client = await tenant.addClient({ allowed_scopes: JSON.stringify(['apps:read']) })
    const { exported } = await page('everything', 'apps:read')
    await expect(exported('CSV_C')).rejects.toMatchObject({ code: 5, parameter: 'EXPORT-NOT-ALLOWED' })
    expect(await records()).toMatchObject([
      { event: 'app.data.exported', outcome: 'refused', errorCode: 'EXPORT-NOT-ALLOWED', client: client.clientId },
    ])
    expect(await files()).toEqual([])
  })

  it('that find no place to be written keep none busy', async () => {
    const { exported } = await page()
    const folder = tenantFiles(tenant.context.config, tenant.context.tenant.id, 'exports')
    await writeFile(folder, '')
    for (const _ of [1, 2]) await expect(exported('CSV_C')).rejects.toThrow()
    await rm(folder)
    await exported('CSV_C')
  })

  it('whose download cannot be recorded are not sent, and their file is closed', async () => {
    const { exported } = await page()
    const url = await exported('CSV_C')
    await tenant.context.store.schema.dropTable('audit_journal').execute()
    expect((await get(url)).status).toBe(500)
    const descriptors = await readdir('/proc/self/fd').catch(() => [])
    const open = await Promise.all(descriptors.map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')))
    expect(open.filter((path) => path.includes('.exports'))).toEqual([])
  })

  it('that wait for their person are bounded, and make room when fetched', async () => {
    const { exported } = await page()
    const urls: string[] = []
    for (let made = 0; made < 10; made++) urls.push(await exported('CSV_C'))
    await expect(exported('CSV_C')).rejects.toMatchObject({ code: 19, parameter: 'EXPORT-BUSY' })
    expect(await files()).toHaveLength(10)
    await (await get(urls[0] ?? '')).text()
    await exported('CSV_C')
    const { exported: byOther } = await page('north')
    await byOther('CSV_C')
  })

  it('at once are bounded for a person', async () => {
    const { exported } = await page()
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => exported('CSV_C')))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.parameter] : []))
    expect(refused.length).toBeGreaterThan(0)
    expect(new Set(refused)).toEqual(new Set(['EXPORT-BUSY']))
    await exported('CSV_C')
  })
})

const change = (table: 'users' | 'apps', id: string, values: object) =>
  tenant.context.store
    .updateTable(table)
    .set(values as never)
    .where('id', '=', id)
    .execute()

const revoke = async (token: string): Promise<void> => {
  const body = new URLSearchParams({ token, client_id: client.clientId, client_secret: client.clientSecret })
  expect((await fetch(`${tenant.url}/oauth/revoke`, { method: 'POST', body })).status).toBe(200)
}
