import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionData } from '@understudy/engine'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { snapshotDir } from '../apps/snapshot-dir.js'
import { createServedData, type ServedData } from '../engine-host/in-process/served-data.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { createOpenedApps, type OpenedApps } from './opened-apps.js'
import { loadSmallApp, smallAppId } from './testing/small-app.js'

let tenant: StartedTenant
let data: ServedData
let apps: OpenedApps
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  tenant = await startTenant()
  await loadSmallApp(tenant)
  data = createServedData({ home: join(tenant.dataDir, 'work') })
  apps = createOpenedApps(tenant.context.store, tenant.context.config, data)
})
afterEach(async () => {
  vi.useRealTimers()
  await data.close()
  await tenant.close()
})

const serve = async (): Promise<SessionData> => {
  const tenantId = tenant.context.tenant.id
  const app = await apps.locate(tenantId, smallAppId)
  const principal = { tenantId, userId: 'x', subject: 'x', groups: ['everything'] }
  return data.open({ principal, appId: smallAppId, place: { kind: 'stored', app } })
}
const query = ({ view }: SessionData) => view.snapshot.runner.run({ sql: 'SELECT 1', values: [] })
const deleteSnapshots = () =>
  rmSync(snapshotDir(tenant.context.config, tenant.context.tenant.id, smallAppId), { recursive: true })

it('lets go of a deleted app, but not before running queries had their time', async () => {
  const served = await serve()
  deleteSnapshots()
  await tenant.context.store.deleteFrom('apps').where('id', '=', smallAppId).execute()
  await apps.releaseDeleted()
  await query(served)
  vi.advanceTimersByTime(60_000)
  await expect(query(served)).rejects.toThrow()
})

it('keeps the data of an app that is there, whatever became of its folder', async () => {
  const served = await serve()
  deleteSnapshots()
  await apps.releaseDeleted()
  vi.advanceTimersByTime(60_000)
  await query(served)
})
