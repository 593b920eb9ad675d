import type { StoreTransaction } from '../../store/schema.js'
import type { App } from '../app-rows.js'

/** What an app has that a user made. */
export type MadeApp = Pick<App, 'tenant_id' | 'id' | 'name' | 'description' | 'folder' | 'space_id' | 'owner_id'> &
  Partial<Pick<App, 'has_section_access' | 'last_reload_at' | 'reload_status' | 'origin_app_id' | 'published_at'>>

/** Adds the row of an app. */
export const insertApp = (transaction: StoreTransaction, app: MadeApp, now: string): Promise<App> =>
  transaction
    .insertInto('apps')
    .values({
      has_section_access: 0,
      ...app,
      name_folded: app.name.toLowerCase(),
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
