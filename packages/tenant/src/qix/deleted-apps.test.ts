import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createServedApps, type ServedApp, type ServedApps } from '../apps/served-apps.js'
import { snapshotDir } from '../apps/snapshot-dir.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { loadSmallApp, smallAppId } from './testing/small-app.js'

let tenant: StartedTenant
let apps: ServedApps
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  tenant = await startTenant()
  await loadSmallApp(tenant)
  apps = createServedApps(tenant.context.store, tenant.context.config)
})
afterEach(async () => {
  vi.useRealTimers()
  await apps.close()
  await tenant.close()
})

const serve = (): Promise<ServedApp> => apps.serve(tenant.context.tenant.id, smallAppId)
const query = ({ snapshot }: ServedApp) => snapshot.runner.run({ sql: 'SELECT 1', values: [] })
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
