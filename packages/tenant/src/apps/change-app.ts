import { rm } from 'node:fs/promises'
import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type AppRight, appFor } from './app-rights.js'
import { type App, appUnknown } from './app-rows.js'
import { bringContents } from './contents/bring-contents.js'
import { keepContents, prepareContents } from './contents/share-contents.js'
import { appFolder, madeFolderName } from './folders/app-folder.js'
import { changeJson, changeManifest } from './folders/copy-files.js'
import { linkFiles, makeAppFolder } from './folders/make-app-folder.js'
import { snapshotDir } from './snapshot-dir.js'

/** What an app is called. */
export interface AppNames {
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/**
 * Gives an app another name or description.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-IN-FOLDER
 */
export const renameApp = async (
  context: TenantContext,
  caller: Caller,
  appId: string,
  { name, description }: AppNames,
): Promise<App> => {
  const app = await appFor(context, caller, appId, 'update')
  const named = { name: name || app.name, description: description ?? app.description ?? '' }
  return changeFiles(context, caller, app, {
    changed: Object.keys({ ...(name && { name }), ...(description !== undefined && { description }) }),
    row: { ...named, name_folded: named.name.toLowerCase() },
    change: async (folder) => {
      await changeManifest(folder, named)
      if (name) await changeJson(folder, 'app-properties.json', { qTitle: name })
    },
  })
}

/** A change of an app's files, and what its row says after it. */
export interface FileChange {
  /** Names of what changes, for the journal. */
  readonly changed: readonly string[]
  readonly row?: Partial<Pick<App, 'name' | 'name_folded' | 'description'>>
  /** Changes a folder that has the files of the app; what is replaced has to be removed first. */
  readonly change: (folder: string) => Promise<void>
}

/**
 * Changes the files of an app in one step: whoever opens it finds all of the change or nothing of it.
 *
 * @throws UnderstudyError APP-IN-FOLDER for an app of the operator, APP-UNKNOWN when it is deleted meanwhile
 */
export const changeFiles = async (
  context: TenantContext,
  caller: Caller,
  app: App,
  { changed, row = {}, change }: FileChange,
): Promise<App> => {
  assertMadeByUser(app)
  const { tenant, clock, config } = context
  await bringContents(context, app)
  const folder = await makeAppFolder(context, async (path) => {
    await linkFiles(appFolder(config, app), path)
    await change(path)
  })
  const prepared = await prepareContents(context, { ...app, folder })
  return auditedChange(context, async (transaction, note) => {
    const updated = await transaction
      .updateTable('apps')
      .set({ ...row, folder, updated_at: new Date(clock()).toISOString() })
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', app.id)
      // Two changes at once would lose one of them silently.
      .where('folder', '=', app.folder)
      .returningAll()
      .executeTakeFirst()
    const isKept = prepared === undefined || (await keepContents(transaction, prepared))
    if (updated === undefined || !isKept)
      throw new UnderstudyError('APP-CHANGED', 'The app was changed or deleted meanwhile.')
    note({ event: 'app.updated', outcome: 'success', ...caller.trace, subject: app.id, changed })
    return updated
  })
}

/** @throws UnderstudyError APP-IN-FOLDER for an app of the operator */
export const assertMadeByUser = (app: App): void => {
  if (madeFolderName(app) === undefined)
    throw new UnderstudyError('APP-IN-FOLDER', 'The files of the app are the operator’s to change.')
}

/**
 * Deletes an app with its data. The folder of an app of the operator stays.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN
 */
export const deleteApp = async (context: TenantContext, caller: Caller, appId: string): Promise<void> => {
  const { tenant, config, identityChanges } = context
  const app = await appFor(context, caller, appId, 'delete')
  await auditedChange(
    context,
    async (transaction, note) => {
      const deleted = await transaction
        .deleteFrom('apps')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', app.id)
        .returning('id')
        .executeTakeFirst()
      if (deleted === undefined) throw appUnknown(appId)
      note({ event: 'app.deleted', outcome: 'success', ...caller.trace, subject: app.id })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: app.space_id ?? app.id }),
  )
  await rm(snapshotDir(config, tenant.id, app.id), { recursive: true, force: true })
  if (madeFolderName(app) !== undefined) await rm(appFolder(config, app), { recursive: true, force: true })
}

/**
 * Gives an app to another user.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-OWNER
 */
export const giveApp = async (context: TenantContext, caller: Caller, appId: string, ownerId: string): Promise<App> => {
  const { tenant, clock, identityChanges } = context
  const right: AppRight = 'change_owner'
  const app = await appFor(context, caller, appId, right)
  return auditedChange(
    context,
    async (transaction, note) => {
      const owner = await transaction
        .selectFrom('users')
        .select('id')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', ownerId)
        .where('status', '=', 'active')
        .executeTakeFirst()
      if (owner === undefined) throw new UnderstudyError('APP-OWNER', 'There is no active user of that id.')
      const given = await transaction
        .updateTable('apps')
        .set({ owner_id: ownerId, updated_at: new Date(clock()).toISOString() })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', app.id)
        .returningAll()
        .executeTakeFirst()
      if (given === undefined) throw appUnknown(appId)
      note({ event: 'app.updated', outcome: 'success', ...caller.trace, subject: app.id, changed: ['ownerId'] })
      return given
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: app.space_id ?? app.id }),
  )
}
