import { UnderstudyError } from '@understudy/contract'
import { copySnapshot } from '@understudy/engine'
import { auditedChange } from '../../audit/audited-change.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { appFor } from '../app-rights.js'
import type { App } from '../app-rows.js'
import type { AppNames } from '../change-app.js'
import { keepContents, prepareContents, snapshotOf } from '../contents/share-contents.js'
import { type AppCaller, assertSeesEverything } from '../data-of-app.js'
import { moveApp } from '../move-app.js'
import { snapshotDir } from '../snapshot-dir.js'
import { copiedFolder, copyApp } from './copy-app.js'

/** How an app is published. */
export interface Publication extends AppNames {
  readonly spaceId: string
  /** Whether the app itself goes there, and not a copy of it. */
  readonly moveApp: boolean
}

/**
 * Publishes an app into a managed space (contract 4.13).
 *
 * @throws UnderstudyError as `copyApp` and `moveApp` do
 */
export const publishApp = async (
  context: TenantContext,
  caller: AppCaller,
  appId: string,
  { spaceId, moveApp: moves, ...names }: Publication,
): Promise<App> =>
  moves
    ? moveApp(context, caller, appId, spaceId, 'publishing')
    : copyApp(context, caller, appId, { ...names, spaceId, by: 'publishing' })

/** How an app is published again. */
export interface Republication extends AppNames {
  readonly targetId: string
  /** Whether the target takes the data of the source, or keeps its own. */
  readonly data: 'source' | 'target'
  /** Whether the target has to be published from this app. */
  readonly checkOrigin: boolean
}

/**
 * Publishes an app again, into what was published from it: same id, same address, new contents.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-REDUCED, APP-PUBLISH, APP-SOURCE
 */
export const republishApp = async (
  context: TenantContext,
  caller: AppCaller,
  appId: string,
  { targetId, data, checkOrigin, ...names }: Republication,
): Promise<App> => {
  const { tenant, clock, config } = context
  const source = await appFor(context, caller, appId, 'publish')
  await assertSeesEverything(context, caller, source)
  const target = await appFor(context, caller, targetId, 'publish')
  if (target.published_at === null || (checkOrigin && target.origin_app_id !== source.id))
    throw new UnderstudyError('APP-PUBLISH', 'The target was not published from this app.')
  const name = names.name || target.name
  const description = names.description ?? target.description ?? ''
  const folder = await copiedFolder(context, source, { id: target.id, name, description })
  const now = new Date(clock()).toISOString()
  const { has_section_access, last_reload_at, reload_status } = source
  const from = snapshotDir(config, tenant.id, source.id)
  const snapshot = data === 'source' ? await snapshotOf(from) : undefined
  const prepared = await prepareContents(context, { ...target, folder }, snapshot)
  const switched = await auditedChange(context, async (transaction, note) => {
    const row = await transaction
      .updateTable('apps')
      .set({
        folder,
        name,
        name_folded: name.toLowerCase(),
        description,
        published_at: now,
        updated_at: now,
        ...(data === 'source' && { has_section_access, last_reload_at, reload_status }),
      })
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', target.id)
      .where('folder', '=', target.folder)
      .returningAll()
      .executeTakeFirst()
    const isKept = prepared === undefined || (await keepContents(transaction, prepared))
    if (row === undefined || !isKept)
      throw new UnderstudyError('APP-CHANGED', 'The target was changed or deleted meanwhile.')
    note({
      event: 'app.published',
      outcome: 'success',
      ...caller.trace,
      subject: target.id,
      description: `of ${source.id}`,
    })
    return row
  })
  if (data === 'source') await copySnapshot(from, snapshotDir(config, tenant.id, target.id))
  return switched
}
