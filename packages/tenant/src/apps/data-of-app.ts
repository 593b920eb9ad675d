import { scopesCover, UnderstudyError } from '@understudy/contract'
import { openDataView, openSnapshot, type Principal, seesEverything } from '@understudy/engine'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { App } from './app-rows.js'
import { bringContents } from './contents/bring-contents.js'
import { snapshotDir } from './snapshot-dir.js'

/** The part of an app's data that one person may see. */
export type VisibleData = Awaited<ReturnType<typeof openDataView>>

/** A caller as section access knows them. Looked up only where it matters. */
export interface AppCaller extends Caller {
  readonly principal: () => Promise<Principal>
}

/**
 * Looks at an app's data as the caller may see it.
 *
 * @throws UnderstudyError ENGINE-NOT-RELOADED, ENGINE-NO-ACCESS
 */
export const withDataOf = async <T>(
  context: Pick<TenantContext, 'config' | 'store'>,
  caller: AppCaller,
  app: App,
  look: (view: VisibleData) => Promise<T>,
): Promise<T> => {
  const principal = await caller.principal()
  await bringContents(context, app)
  const snapshot = await openSnapshot(snapshotDir(context.config, app.tenant_id, app.id), { connections: 1 })
  try {
    return await look(await openDataView(snapshot, principal))
  } finally {
    snapshot.close()
  }
}

/**
 * Lets only those get at an app's sources who see all of its data: files and scripts know nothing of section access. Of an
 * app that was never loaded nobody can say what it would show, so it is its owner's. Administrators of apps may anyway: they
 * replace the script where they like.
 *
 * @throws UnderstudyError APP-REDUCED
 */
export const assertSeesEverything = async (context: TenantContext, caller: AppCaller, app: App): Promise<void> => {
  if (await seesAllOf(context, caller, app)) return
  throw new UnderstudyError('APP-REDUCED', 'Section access of the app does not show all of its data to the user.')
}

/** Whether the caller may know everything that is in the app. */
export const seesAllOf = async (context: TenantContext, caller: AppCaller, app: App): Promise<boolean> => {
  if (scopesCover(caller.scopes, 'admin.apps')) return true
  try {
    return await withDataOf(context, caller, app, async (view) => seesEverything(view))
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    if (error.code === 'ENGINE-NOT-RELOADED') return app.owner_id === caller.userId
    if (error.code === 'ENGINE-NO-ACCESS') return false
    throw error
  }
}
