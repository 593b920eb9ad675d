import { rm } from 'node:fs/promises'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type App, readApp } from '../app-rows.js'
import { reloadRegisteredApp } from '../reload-registered-app.js'
import { longestLog, reportLines } from '../reloads/reload-log.js'
import { snapshotDir } from '../snapshot-dir.js'

/**
 * Loads an app that was just made, so that it can be opened. Where that fails there is no app: whoever made it learns why
 * and is left with nothing half done. Where it succeeds it is the first reload of the app, whose log tells what cannot work.
 *
 * @throws UnderstudyError of the reload
 */
export const loadNewApp = async (
  context: TenantContext,
  { userId }: Pick<Caller, 'userId'>,
  app: App,
): Promise<App> => {
  const { store, config, tenant, clock, randomness } = context
  const { id } = app
  try {
    const now = (): string => new Date(clock()).toISOString()
    const begun = now()
    const report = await reloadRegisteredApp({ store, config, tenantId: tenant.id, appId: id, now })
    const row = { tenant_id: tenant.id, id: randomness.bytes(12).toString('hex'), app_id: id, user_id: userId }
    const times = { created_at: begun, started_at: begun, ended_at: now() }
    const log = reportLines(report).join('\n').slice(0, longestLog)
    await store
      .insertInto('reloads')
      // No node has to end it: it is over.
      .values({ ...row, ...times, node_id: '', status: 'SUCCEEDED', partial: 0, weight: 1, log })
      .execute()
  } catch (error) {
    await store.deleteFrom('apps').where('tenant_id', '=', tenant.id).where('id', '=', id).execute()
    await rm(snapshotDir(config, tenant.id, id), { recursive: true, force: true })
    throw error
  }
  return readApp(store, tenant.id, id)
}
