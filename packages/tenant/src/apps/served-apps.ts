import {
  type AppDefinition,
  createQueryQueue,
  currentSnapshotId,
  loadAppDefinition,
  openSnapshot,
  type Snapshot,
} from '@understudy/engine'
import type { Config } from '../config/options.js'
import type { Store } from '../store/schema.js'
import { findApp, readApp } from './app-rows.js'
import { appFolder } from './folders/app-folder.js'
import { snapshotDir } from './snapshot-dir.js'

/** An app with an open snapshot of its data. */
export interface ServedApp {
  readonly definition: AppDefinition
  readonly snapshot: Snapshot
}

/** The apps that this node has open. */
export interface ServedApps {
  /**
   * The app with its current data. The first call opens it; a call after a reload, or after the app was changed, opens it anew.
   *
   * @throws UnderstudyError `APP-UNKNOWN`, `ENGINE-NOT-RELOADED`, `ENGINE-SNAPSHOT-DAMAGED`
   */
  readonly serve: (tenantId: string, appId: string) => Promise<ServedApp>
  /** Whether the app was reloaded or changed since it was opened here. */
  readonly isOutdated: (tenantId: string, appId: string) => Promise<boolean>
  /** Lets go of apps that were deleted with their snapshots: a file that is open stays on the disk. */
  readonly releaseDeleted: () => Promise<void>
  /** Closes every snapshot. */
  readonly close: () => Promise<void>
}

interface Opened {
  readonly tenantId: string
  readonly appId: string
  readonly folder: string
  readonly snapshotId: string | undefined
  readonly served: Promise<ServedApp>
}

/** How long a replaced or deleted snapshot stays readable, in ms: longer than any query may run. */
const grace = 60_000

/** Keeps one open snapshot per app, shared by all sessions on it: what a session sees is decided by its data view. */
export const createServedApps = (store: Store, config: Config): ServedApps => {
  const current = new Map<string, Opened>()
  const open = new Set<Snapshot>()
  // One for all apps: the threads that queries run on are those of the process.
  const queue = createQueryQueue()

  const openApp = async (folder: string, directory: string): Promise<ServedApp> => {
    const [definition, snapshot] = await Promise.all([loadAppDefinition(folder), openSnapshot(directory, { queue })])
    open.add(snapshot)
    return { definition, snapshot }
  }

  const retire = ({ snapshot }: ServedApp): void => {
    const timer = setTimeout(() => {
      if (open.delete(snapshot)) snapshot.close()
    }, grace)
    timer.unref()
  }

  const retireWhenOpen = ({ served }: Opened): void => {
    served.then(retire, () => undefined)
  }

  return {
    serve: async (tenantId, appId) => {
      const folder = appFolder(config, await readApp(store, tenantId, appId))
      const directory = snapshotDir(config, tenantId, appId)
      const snapshotId = await currentSnapshotId(directory)
      const known = current.get(directory)
      if (known && known.snapshotId === snapshotId && known.folder === folder) return known.served
      const served = openApp(folder, directory)
      current.set(directory, { tenantId, appId, folder, snapshotId, served })
      served.then(
        () => known && retireWhenOpen(known),
        () => current.delete(directory),
      )
      return served
    },
    isOutdated: async (tenantId, appId) => {
      const directory = snapshotDir(config, tenantId, appId)
      const known = current.get(directory)
      if (known === undefined) return false
      if (known.snapshotId !== (await currentSnapshotId(directory))) return true
      const app = await findApp(store, tenantId, appId)
      return app !== undefined && known.folder !== appFolder(config, app)
    },
    releaseDeleted: async () => {
      for (const [directory, opened] of [...current]) {
        if ((await currentSnapshotId(directory)) !== undefined) continue
        // A folder that cannot be read just now does not take the data from open sessions.
        if ((await findApp(store, opened.tenantId, opened.appId)) !== undefined) continue
        if (current.get(directory) !== opened) continue
        current.delete(directory)
        retireWhenOpen(opened)
      }
    },
    close: async () => {
      await Promise.allSettled([...current.values()].map(({ served }) => served))
      for (const snapshot of open) snapshot.close()
      open.clear()
      current.clear()
    },
  }
}
