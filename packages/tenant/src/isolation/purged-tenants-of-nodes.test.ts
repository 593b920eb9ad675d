import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { served } from '../cli/served.js'
import { dataPaths } from '../config/data-paths.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'
import { startInstalledPostgres } from '../testing/stores.js'

const minute = 60_000
const day = 86_400_000

let postgres: PostgresServer
let started: StartedNodes
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  postgres = await startInstalledPostgres()
  const tenants = [{ hostnames: ['gone.example.com'] }, { hostnames: ['stays.example.com'] }]
  started = await startNodes(await postgres.createDatabase(), 2, tenants, served)
})
afterEach(async () => {
  await started?.close()
  vi.useRealTimers()
  await postgres?.stop()
})

it('leave no app snapshot on any node, within a minute', async () => {
  const [gone = '', stays = ''] = started.tenants.map(({ tenantId }) => tenantId)
  const folders = started.nodes.map(({ dependencies }) => dataPaths(dependencies.config).apps)
  for (const folder of folders) {
    for (const name of [gone, stays, 'of-another-store']) {
      mkdirSync(join(folder, name, 'app'), { recursive: true })
      writeFileSync(join(folder, name, 'app', 'snapshot'), 'data')
    }
  }
  const isThere = (name: string): boolean[] => folders.map((folder) => existsSync(join(folder, name)))

  await started.command('tenant', 'deactivate', 'gone.example.com', '--purge-after-days', '1')
  const { store } = started.nodes[0]?.dependencies ?? {}
  if (store === undefined) throw new Error('There must be a node.')
  vi.advanceTimersByTime(minute)
  await vi.waitFor(async () => expect((await store.selectFrom('tenants').selectAll().execute()).length).toBe(2))
  expect(isThere(gone)).toEqual([true, true])

  await store
    .updateTable('tenants')
    .set({ purge_at: Date.now() - day })
    .where('tenant_id', '=', gone)
    .execute()
  await vi.waitFor(
    () => {
      vi.advanceTimersByTime(minute)
      expect(isThere(gone)).toEqual([false, false])
    },
    { timeout: 10_000, interval: 500 },
  )
  expect([isThere(stays), isThere('of-another-store')]).toEqual([
    [true, true],
    [true, true],
  ])
})
