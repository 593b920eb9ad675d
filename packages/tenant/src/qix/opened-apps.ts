import { rm } from 'node:fs/promises'
import { currentSnapshotId } from '@understudy/engine'
import { findApp, readApp } from '../apps/app-rows.js'
import { bringContents } from '../apps/contents/bring-contents.js'
import { storedApp } from '../apps/stored-app.js'
import type { Config } from '../config/options.js'
import type { EngineHost, StoredApp } from '../engine-host/engine-host.js'
import { currentVersion } from '../engine-host/stored-version.js'
import { isShared } from '../store/open-store.js'
import type { Store } from '../store/schema.js'

/** The apps whose data engines of this node have open. */
export interface OpenedApps {
  /**
   * Where an app lies, for an engine that is about to open it.
   *
   * @throws UnderstudyError `APP-UNKNOWN`
   */
  readonly locate: (tenantId: string, appId: string) => Promise<StoredApp>
  /** The state that an app is in now; `undefined` where it has no data, or is no more. */
  readonly versionOf: (tenantId: string, appId: string) => Promise<string | undefined>
  /** Lets engines go of apps that were deleted with their snapshots: a file that is open stays on the disk. */
  readonly releaseDeleted: () => Promise<void>
}

/** Remembers what engines were told to open. */
export const createOpenedApps = (store: Store, config: Config, host: Pick<EngineHost, 'forget'>): OpenedApps => {
  const opened = new Map<string, StoredApp>()
  return {
    locate: async (tenantId, appId) => {
      const row = await readApp(store, tenantId, appId)
      await bringContents({ store, config }, row)
      const app = storedApp(config, row)
      opened.set(app.snapshotDir, app)
      return app
    },
    versionOf: async (tenantId, appId) => {
      const app = await findApp(store, tenantId, appId)
      if (app === undefined) return undefined
      await bringContents({ store, config }, app)
      return currentVersion(storedApp(config, app))
    },
    releaseDeleted: async () => {
      for (const app of [...opened.values()]) {
        // On another node it was deleted with the files there, and this node's are left.
        if (!isShared(store) && (await currentSnapshotId(app.snapshotDir)) !== undefined) continue
        // A folder that cannot be read just now does not take the data from open sessions.
        if ((await findApp(store, app.tenantId, app.appId)) !== undefined) continue
        if (opened.get(app.snapshotDir) !== app) continue
        opened.delete(app.snapshotDir)
        host.forget(app)
        if (isShared(store)) await rm(app.snapshotDir, { recursive: true, force: true })
      }
    },
  }
}
