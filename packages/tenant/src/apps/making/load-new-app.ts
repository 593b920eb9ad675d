import { rm } from 'node:fs/promises'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type App, readApp } from '../app-rows.js'
import { reloadRegisteredApp } from '../reload-registered-app.js'
import { snapshotDir } from '../snapshot-dir.js'

/**
 * Loads an app that was just made, so that it can be opened. Where that fails there is no app: whoever made it learns why
 * and is left with nothing half done.
 *
 * @throws UnderstudyError of the reload
 */
export const loadNewApp = async (context: TenantContext, { id }: Pick<App, 'id'>): Promise<App> => {
  const { store, config, tenant, clock } = context
  try {
    const now = (): string => new Date(clock()).toISOString()
    await reloadRegisteredApp({ store, config, tenantId: tenant.id, appId: id, now })
  } catch (error) {
    await store.deleteFrom('apps').where('tenant_id', '=', tenant.id).where('id', '=', id).execute()
    await rm(snapshotDir(config, tenant.id, id), { recursive: true, force: true })
    throw error
  }
  return readApp(store, tenant.id, id)
}
