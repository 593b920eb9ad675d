import {
  type AppDefinition,
  currentSnapshotId,
  loadAppDefinition,
  openSnapshot,
  type Snapshot,
} from '@understudy/engine'
import type { Config } from '../config/options.js'
import type { Store } from '../store/schema.js'
import { readApp } from './app-rows.js'
import { snapshotDir } from './snapshot-dir.js'

/** An app with an open snapshot of its data. */
export interface ServedApp {
  readonly definition: AppDefinition
  readonly snapshot: Snapshot
}

/** The apps that this node has open. */
export interface ServedApps {
  /**
   * The app with its current data. The first call opens it; a call after a reload opens the new snapshot, while whoever
   * holds the old one goes on reading it.
   *
   * @throws UnderstudyError `APP-UNKNOWN`, `ENGINE-NOT-RELOADED`, `ENGINE-SNAPSHOT-DAMAGED`
   */
  readonly serve: (tenantId: string, appId: string) => Promise<ServedApp>
  /** Closes every snapshot. */
  readonly close: () => Promise<void>
}

interface Opened {
  readonly snapshotId: string | undefined
  readonly served: Promise<ServedApp>
}

/** Keeps one open snapshot per app, shared by all sessions on it: what a session sees is decided by its data view. */
export const createServedApps = (store: Store, config: Config): ServedApps => {
  const current = new Map<string, Opened>()
  const all = new Set<Snapshot>()

  const open = async (folder: string, directory: string): Promise<ServedApp> => {
    const [definition, snapshot] = await Promise.all([loadAppDefinition(folder), openSnapshot(directory)])
    all.add(snapshot)
    return { definition, snapshot }
  }

  return {
    serve: async (tenantId, appId) => {
      const { folder } = await readApp(store, tenantId, appId)
      const directory = snapshotDir(config, tenantId, appId)
      const snapshotId = await currentSnapshotId(directory)
      const known = current.get(directory)
      if (known && known.snapshotId === snapshotId) return known.served
      const served = open(folder, directory)
      current.set(directory, { snapshotId, served })
      served.catch(() => current.delete(directory))
      return served
    },
    close: async () => {
      await Promise.allSettled([...current.values()].map(({ served }) => served))
      for (const snapshot of all) snapshot.close()
      all.clear()
      current.clear()
    },
  }
}
