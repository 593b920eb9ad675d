import { UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { ReloadRow } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { rightsOf } from '../app-rights.js'
import type { App } from '../app-rows.js'
import { readReadableApp } from '../readable-apps.js'

export type Reload = Selectable<ReloadRow>

/** States in which a reload waits or runs. */
export const activeStates = ['QUEUED', 'RELOADING', 'CANCELING'] as const

/** A reload with its app, for whoever may reload that. */
export interface KnownReload {
  readonly app: App
  readonly reload: Reload
}

/**
 * A reload of an app that the caller may reload.
 *
 * @throws UnderstudyError RELOADS-NOT-FOUND, in the same words for one that may not be seen
 */
export const readReload = async (context: TenantContext, caller: Caller, id: string): Promise<KnownReload> => {
  const { store, tenant } = context
  const notFound = new UnderstudyError('RELOADS-NOT-FOUND', 'There is no reload of that id that the token may read.')
  const reload = await store
    .selectFrom('reloads')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (reload === undefined) throw notFound
  const app = await readReadableApp(context, caller, reload.app_id).catch(() => {
    throw notFound
  })
  if (!(await rightsOf(context, caller, app)).has('reload')) throw notFound
  return { app, reload }
}
