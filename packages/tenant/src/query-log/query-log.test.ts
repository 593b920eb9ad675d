import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import type { AnsweredCall } from '@understudy/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../cli/main.js'
import type { Config } from '../config/options.js'
import { attachQix } from '../qix/attach-qix.js'
import { openRawSocket } from '../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../qix/testing/small-app.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { createQueryLog } from './query-log.js'
import { sweepQueryLog } from './sweep-query-log.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-query-log-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rowsOf = async (tenant: StartedTenant, atLeast: number) => {
  for (let look = 0; ; look++) {
    const rows = await tenant.context.store.selectFrom('query_log').selectAll().orderBy('time').execute()
    if (rows.length >= atLeast) return rows
    if (look === 200) throw new Error(`${rows.length} of ${atLeast} records`)
    await delay(50)
  }
}

const list = {
  qInfo: { qId: 'regions', qType: 'list' },
  qListObjectDef: { qDef: { qFieldDefs: ['Region'] }, qInitialDataFetch: [{ qWidth: 1, qHeight: 100 }] },
}

describe.each([
  ['in the process of the tenant', 0],
  ['in processes of their own', 1],
])('the query log of engines %s', (_where, engineProcesses) => {
  let tenant: StartedTenant
  let client: Credentials
  let everything: string
  let north: string
  beforeAll(async () => {
    tenant = await startTenant({ upgrades: [attachQix], config: { engineProcesses, queryLog: 100 } })
    await loadSmallApp(tenant)
    client = await tenant.addClient()
    everything = await addReader(tenant, 'everything')
    north = await addReader(tenant, 'north')
  }, 120_000)
  afterAll(() => tenant.close())

  const visit = async (userId: string) => {
    const authorization = `Bearer ${await tenant.userToken(userId, client)}`
    const socket = await openRawSocket(`${tenant.url}/app/${smallAppId}`, { authorization })
    await socket.request(-1, 'OpenDoc', smallAppId)
    const regions = (await socket.request(1, 'CreateSessionObject', list)).result.qReturn.qHandle
    expect((await socket.request(regions, 'GetLayout')).result.qLayout.qListObject.qSize.qcy).toBeGreaterThan(0)
    const { qHandle } = (await socket.request(1, 'GetObject', 'total')).result.qReturn
    const page = [{ qTop: 0, qLeft: 0, qWidth: 1, qHeight: 10 }]
    await socket.request(qHandle, 'GetHyperCubeData', '/qHyperCubeDef', page)
    await socket.request(qHandle, 'GetHyperCubeData', '/nothing', page)
    await socket.request(qHandle, 'GetProperties')
    await socket.request(1, 'EvaluateEx', "Concat(distinct Region, ',')")
    socket.close()
  }

  it('tells who read what, in whose name, how many rows, and under which reduction', async () => {
    await visit(everything)
    await visit(north)
    const rows = await rowsOf(tenant, 6)
    const of = (userId: string) => rows.filter(({ user_id }) => user_id === userId)
    const record = { tenant_id: tenant.context.tenant.id, client_id: client.clientId, app_id: smallAppId, share: 1 }
    expect(of(everything)).toMatchObject([
      { ...record, object_id: 'regions', method: 'GetLayout', outcome: 'ok', row_count: 2, origin: null },
      { ...record, object_id: 'total', method: 'GetHyperCubeData', outcome: 'ok', row_count: 1 },
      { ...record, object_id: null, method: 'EvaluateEx', outcome: 'ok', row_count: null },
    ])
    expect(of(north)).toMatchObject([{ row_count: 1 }, { row_count: 1 }, { row_count: null }])
    expect(new Set(rows.map(({ snapshot }) => snapshot)).size).toBe(1)
    expect(rows.every(({ ms, time }) => ms >= 0 && Math.abs(Date.parse(time) - Date.now()) < 120_000)).toBe(true)
    const [all, part] = [everything, north].map((userId) => new Set(of(userId).map(({ reduction }) => reduction)))
    expect([all?.size, part?.size]).toEqual([1, 1])
    expect(all).not.toEqual(part)
  })

  it('is exported as Parquet, all or in part', async () => {
    const run = async (file: string, ...args: string[]) => {
      const written = { stdout: '', stderr: '' }
      const code = await runCommandLine(
        ['query-log', 'export', join(folder, file), ...args, '--data-dir', tenant.dataDir],
        {},
        { write: (text) => (written.stdout += text) },
        { write: (text) => (written.stderr += text) },
      )
      return { code, ...written }
    }
    const name = `all-${engineProcesses}.parquet`
    expect(await run(name)).toMatchObject({ code: 0, stdout: expect.stringContaining('6 records') })
    expect((await run(name)).stderr).toContain('nothing is overwritten')
    expect((await run(`ann-${engineProcesses}.parquet`, '--user', north)).stdout).toContain('3 records')
    expect((await run(`app-${engineProcesses}.parquet`, '--app', 'other')).stdout).toContain('0 records')
    expect((await run('nowhere/file.parquet')).stderr).toContain('does not exist')
    const connection = await (await DuckDBInstance.create()).connect()
    const read = await connection.runAndReadAll(
      `SELECT "userId", "objectId", "rows", "clientId", "origin" FROM '${join(folder, name)}' ORDER BY "time", "rows" DESC`,
    )
    expect(read.getRows().slice(0, 2)).toEqual([
      [everything, 'regions', 2, client.clientId, null],
      [everything, 'total', 1, client.clientId, null],
    ])
  })

  it('is kept for so many days', async () => {
    const { store } = tenant.context
    const now = Date.now()
    await sweepQueryLog(store, 1, now + 86_400_000 - 120_000)
    expect(await rowsOf(tenant, 0)).toHaveLength(6)
    await sweepQueryLog(store, 1, now + 86_400_000 + 1)
    expect(await rowsOf(tenant, 0)).toEqual([])
  })
})

describe('a query log', () => {
  const call: AnsweredCall = {
    method: 'GetLayout',
    outcome: 'ok',
    ms: 1.26,
    object: 'o',
    reads: true,
    rows: 3,
    snapshot: 's',
    reduction: 'r',
  }
  const asker = { tenantId: '', userId: 'u', clientId: undefined, origin: 'https://page.example', appId: 'a' }

  const logged = async (
    share: number,
    calls: readonly Partial<AnsweredCall>[],
    tenantThere = true,
    config: Partial<Config> = {},
  ) => {
    const tenant = await startTenant({ config })
    const counted: Record<string, number> = {}
    const chances = [0.1, 0.6, 0.3, 0.9]
    let drawn = 0
    const log = createQueryLog({
      store: tenant.context.store,
      metrics: { count: (_name, { outcome = '' }) => (counted[outcome] = (counted[outcome] ?? 0) + 1) },
      log: { warn: () => undefined },
      clock: () => 0,
      uuid: () => `id-${String(drawn).padStart(6, '0')}`,
      random: () => chances[drawn++ % 4] ?? 0,
      share,
    })
    const tenantId = tenantThere ? tenant.context.tenant.id : 'gone'
    for (const each of calls) log.note({ ...asker, tenantId }, { ...call, ...each })
    await log.close()
    log.note({ ...asker, tenantId }, call)
    await log.close()
    const rows = await tenant.context.store.selectFrom('query_log').selectAll().orderBy('id').execute()
    await tenant.close()
    return { rows, counted }
  }

  it('records a share of the calls that read data, or take it out, and says which', async () => {
    const { rows, counted } = await logged(0.5, [
      {},
      { object: 'second' },
      { rows: null, method: 'GetProperties' },
      { rows: null, method: 'SelectListObjectValues', reads: false },
      { rows: null, method: 'ExportData', reads: false, object: 'o'.repeat(500) },
    ])
    expect(rows).toMatchObject([
      { object_id: 'o', ms: 1.3, share: 0.5, client_id: null, origin: 'https://page.example', row_count: 3 },
      { object_id: 'o'.repeat(200), method: 'ExportData', row_count: null },
    ])
    expect(counted).toEqual({ written: 2 })
  })

  it('records nothing where that is not wanted, or of a tenant that is gone', async () => {
    expect((await logged(0, [{}])).rows).toEqual([])
    expect((await logged(1, [{}], false)).rows).toEqual([])
  })

  it('goes on after a call that the database refuses, or whose commit it did not tell of', {
    timeout: 120_000,
  }, async () => {
    const postgres = await startInstalledPostgres()
    const store = await postgres.createDatabase()
    const { rows, counted } = await logged(1, [{ object: 'a\0b' }, { rows: Number.NaN }, { object: 'c' }], true, {
      store,
    })
    expect(rows.map(({ object_id }) => object_id)).toEqual(['ab', 'c'])
    expect(counted).toEqual({ written: 2, lost: 1 })
    await postgres.stop()
  })

  it('loses what it cannot hold, and counts it', async () => {
    const { rows, counted } = await logged(1, Array(20_003).fill({}))
    expect([rows.length, counted]).toEqual([20_000, { lost: 3, written: 20_000 }])
  })
})
