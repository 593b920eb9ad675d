import { loadAppDefinition, type ReloadProgress, type ReloadReport, reloadApp } from '@understudy/engine'
import type { Config } from '../config/options.js'
import type { Store } from '../store/schema.js'
import { readApp } from './app-rows.js'
import { resolveSources } from './app-sources.js'
import { bringContents } from './contents/bring-contents.js'
import { shareContents } from './contents/share-contents.js'
import { appFolder, madeFolderName } from './folders/app-folder.js'
import { guardSize } from './size-guard.js'
import { snapshotDir } from './snapshot-dir.js'
import { sourcePlaces } from './source-places.js'

/** Which app is loaded again, and with what. */
export interface ReloadAppRequest {
  readonly store: Store
  readonly config: Config
  readonly tenantId: string
  readonly appId: string
  /** ISO 8601, asked when the reload begins and ends. */
  readonly now: () => string
  readonly onProgress?: (progress: ReloadProgress) => void
  /** Stops it. */
  readonly signal?: AbortSignal
}

/**
 * Loads the data of a registered app into a new snapshot. When it fails, the snapshot before it goes on serving; the
 * app's record tells how the last reload ended either way.
 *
 * @throws UnderstudyError `APP-UNKNOWN`, `APP-FOLDER`, `APP-SOURCE`, `ENGINE-RELOAD-*`
 */
export const reloadRegisteredApp = async (request: ReloadAppRequest): Promise<ReloadReport> => {
  const { store, config, tenantId, appId, now, onProgress, signal } = request
  const app = await readApp(store, tenantId, appId)
  const record = (changes: { reload_status: string; last_reload_at?: string; has_section_access?: 0 | 1 }) =>
    store
      .updateTable('apps')
      .set({ ...changes, updated_at: now() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', appId)
      .execute()
  try {
    await bringContents(request, app)
    const folder = appFolder(config, app)
    const definition = await loadAppDefinition(folder)
    const places = await sourcePlaces(request, app, definition)
    const snapshots = snapshotDir(config, tenantId, appId)
    // The script of an app that a user made is a user's: it fills no more of the disk than a user may.
    const guard =
      madeFolderName(app) === undefined ? undefined : await guardSize(snapshots, config.userQuota * 2 ** 20, signal)
    const stop = guard?.signal ?? signal
    const report = await reloadApp({
      appFolder: folder,
      sources: resolveSources(folder, definition, places),
      sectionAccess: definition.sectionAccess,
      snapshotDir: snapshots,
      timeLimitMs: config.reloadTimeLimit * 1000,
      ...(onProgress ? { onProgress } : {}),
      ...(stop ? { signal: stop } : {}),
      onFinished: (snapshot) => shareContents(request, app, snapshot),
    }).finally(guard?.end)
    await record({
      reload_status: 'SUCCEEDED',
      last_reload_at: now(),
      has_section_access: report.hasSectionAccess ? 1 : 0,
    })
    return report
  } catch (error) {
    await record({ reload_status: 'FAILED' })
    throw error
  }
}
