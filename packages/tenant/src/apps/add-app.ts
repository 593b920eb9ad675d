import { resolve } from 'node:path'
import { loadAppDefinition } from '@understudy/engine'
import type { Store } from '../store/schema.js'
import { type App, readApp } from './app-rows.js'

/**
 * Registers an app folder with a tenant, or registers it again after its name or place changed. The data is not loaded:
 * that is what a reload does.
 *
 * @param folder path of the app folder
 * @param now ISO 8601
 * @throws UnderstudyError `APP-FOLDER`
 */
export const addApp = async (store: Store, tenantId: string, folder: string, now: string): Promise<App> => {
  const path = resolve(folder)
  const { id, name, description } = await loadAppDefinition(path)
  const described = { name, name_folded: name.toLowerCase(), description, folder: path, updated_at: now }
  await store
    .insertInto('apps')
    .values({ tenant_id: tenantId, id, ...described, has_section_access: 0, created_at: now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet(described))
    .execute()
  return readApp(store, tenantId, id)
}
