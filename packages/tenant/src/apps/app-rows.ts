import { UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { AppRow, Store } from '../store/schema.js'

export type App = Selectable<AppRow>

/** The apps of a tenant by name. */
export const listApps = (store: Store, tenantId: string): Promise<App[]> =>
  store.selectFrom('apps').selectAll().where('tenant_id', '=', tenantId).orderBy('name_folded').orderBy('id').execute()

/** One app, `undefined` where the tenant has none of that id. */
export const findApp = (store: Store, tenantId: string, appId: string): Promise<App | undefined> =>
  store.selectFrom('apps').selectAll().where('tenant_id', '=', tenantId).where('id', '=', appId).executeTakeFirst()

/** @throws UnderstudyError `APP-UNKNOWN` */
export const readApp = async (store: Store, tenantId: string, appId: string): Promise<App> => {
  const app = await findApp(store, tenantId, appId)
  if (!app) throw appUnknown(appId)
  return app
}

/** The refusal for an id that no app of the tenant has. */
export const appUnknown = (appId: string): UnderstudyError =>
  new UnderstudyError('APP-UNKNOWN', `The tenant has no app ${appId}.`)
