import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { nodeId } from '../../audit/node-id.js'
import { served } from '../../cli/served.js'
import { dataPaths } from '../../config/data-paths.js'
import { loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import type { ReloadRow } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { PostgresServer } from '../../testing/postgres-server.js'
import { type StartedNodes, startNodes } from '../../testing/started-nodes.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { createLogger } from '../logger.js'
import { startServer } from '../start-server.js'

let postgres: PostgresServer
let started: StartedNodes
let context: TenantContext

beforeAll(async () => {
  postgres = await startInstalledPostgres()
})
afterAll(() => postgres?.stop())

beforeEach(async () => {
  const tenants = [{ hostnames: ['localhost'], origin: 'https://t.example' }]
  started = await startNodes(await postgres.createDatabase(), 2, tenants, served)
  const [first] = started.nodes
  const tenant = first?.tenants[0]
  if (first === undefined || tenant === undefined) throw new Error('There must be a node.')
  context = { ...first.dependencies, tenant }
  await loadSmallApp({ context, dataDir: context.config.dataDir })
})
afterEach(() => started?.close())

const idOf = (node: number): string =>
  nodeId(dataPaths(started.nodes[node]?.dependencies.config ?? context.config).nodeIdFile, () => 'none')

/** A reload that a node was at when it was looked at last. */
const leave = async (id: string, node: string, status: ReloadRow['status']): Promise<void> => {
  const row = { tenant_id: context.tenant.id, id, app_id: smallAppId, user_id: 'somebody', node_id: node, status }
  await context.store
    .insertInto('reloads')
    .values({ ...row, partial: 0, weight: 1, created_at: new Date().toISOString(), log: '' })
    .execute()
}

const reload = (id: string) =>
  context.store.selectFrom('reloads').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

it('runs once on a living node what a dead one was in the middle of', async () => {
  await leave('waited', 'gone', 'QUEUED')
  await leave('ran', 'gone', 'RELOADING')
  await leave('cancelled', 'gone', 'CANCELING')
  await leave('alive', idOf(0), 'QUEUED')
  for (let tries = 0; tries < 100 && (await reload('ran')).ended_at === null; tries++) await delay(100)
  for (let tries = 0; tries < 100 && (await reload('waited')).ended_at === null; tries++) await delay(100)
  for (const id of ['waited', 'ran']) {
    const { status, node_id: node } = await reload(id)
    expect(status).toBe('SUCCEEDED')
    expect([idOf(0), idOf(1)]).toContain(node)
  }
  expect((await reload('cancelled')).status).toBe('CANCELED')
  // Its node lives, and has it in its own line or is about to.
  expect(await reload('alive')).toMatchObject({ status: 'QUEUED', node_id: idOf(0) })
  const reloads = await context.store
    .selectFrom('audit_journal')
    .select('record')
    .where('tenant_id', '=', context.tenant.id)
    .execute()
  expect(reloads.filter(({ record }) => record.includes('app.reloaded'))).toHaveLength(2)
})

it('starts no second node with the id of one that lives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-copied-'))
  try {
    cpSync(context.config.dataDir, folder, { recursive: true })
    const config = { ...context.config, dataDir: folder, port: 0 }
    const serving = { ...served, logger: createLogger('silent') }
    await expect(startServer(config, {}, serving)).rejects.toMatchObject({ code: 'SERVE-NODE-TAKEN' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
