import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AppDefinition,
  createQueryQueue,
  currentSnapshotId,
  loadAppDefinition,
  openDataView,
  openSnapshot,
  type Principal,
  reloadApp,
  type SessionData,
  type Snapshot,
} from '@understudy/engine'
import type { AppFacts, DataPlace, Opening, StoredApp } from '../engine-host.js'
import { versionOf } from '../stored-version.js'

/** The data that one process has open. */
export interface ServedData {
  /**
   * The part of some data that a principal may see. The first call opens it; a call after a reload, or after the app was
   * changed, opens it anew.
   *
   * @throws UnderstudyError `ENGINE-NO-ACCESS`, `ENGINE-NOT-RELOADED`, `ENGINE-SNAPSHOT-DAMAGED`
   */
  readonly open: (opening: Opening) => Promise<SessionData>
  /** @throws UnderstudyError `ENGINE-NOT-RELOADED`, `ENGINE-SNAPSHOT-DAMAGED` */
  readonly factsOf: (app: StoredApp) => Promise<AppFacts>
  readonly forget: (app: StoredApp) => void
  /** Closes every snapshot. */
  readonly close: () => Promise<void>
}

export interface ServedDataOptions {
  /** Folder to work in. */
  readonly home: string
  /** DuckDB memory limit of an app's queries; default `1GB`. */
  readonly memoryLimit?: string
}

interface Served {
  readonly definition: AppDefinition
  readonly snapshot: Snapshot
}

interface Opened {
  readonly version: string
  readonly served: Promise<Served>
}

/** How long a replaced or deleted snapshot stays readable, in ms: longer than any query may run. Exports take theirs. */
const grace = 60_000

/** Of the data of one session, which is small. */
const scriptedOptions = { memoryLimit: '256MB', threads: 1, connections: 1, cachedCells: 400_000 } as const

/** Keeps one open snapshot per app, shared by all sessions on it: what a session sees is decided by its data view. */
export const createServedData = ({ home, memoryLimit = '1GB' }: ServedDataOptions): ServedData => {
  const current = new Map<string, Opened>()
  const open = new Set<Snapshot>()
  let empty: Promise<Snapshot> | undefined
  // One for all apps: the threads that queries run on are those of the process.
  const queue = createQueryQueue()

  const openApp = async ({ folder, snapshotDir }: StoredApp): Promise<Served> => {
    // First what can fail without anything to close.
    const definition = await loadAppDefinition(folder)
    const snapshot = await openSnapshot(snapshotDir, { queue, memoryLimit })
    open.add(snapshot)
    return { definition, snapshot }
  }

  const retire = ({ served }: Opened): void => {
    const close = ({ snapshot }: Served): void => {
      const timer = setTimeout(() => {
        void snapshot.retire().then(() => open.delete(snapshot))
      }, grace)
      timer.unref()
    }
    served.then(close, () => undefined)
  }

  /** Whatever came in between takes its place. */
  const putBack = (snapshotDir: string, opened: Opened): void => {
    const keep = (): void => {
      if (current.has(snapshotDir)) retire(opened)
      else current.set(snapshotDir, opened)
    }
    opened.served.then(keep, () => undefined)
  }

  const serve = async (app: StoredApp): Promise<Served & { readonly version: string }> => {
    const { snapshotDir } = app
    const version = versionOf(app, await currentSnapshotId(snapshotDir))
    const known = current.get(snapshotDir)
    if (known?.version === version) return { ...(await known.served), version }
    const served = openApp(app)
    const opened = { version, served }
    current.set(snapshotDir, opened)
    served.then(
      () => known && retire(known),
      () => {
        if (current.get(snapshotDir) === opened) current.delete(snapshotDir)
        // Sessions go on with what they have.
        if (known) putBack(snapshotDir, known)
      },
    )
    return { ...(await served), version }
  }

  const openEmpty = (): Promise<Snapshot> => {
    empty ??= emptySnapshot(home)
    empty.catch(() => {
      empty = undefined
    })
    return empty
  }

  const openPlace: Opens = {
    empty: async (_, { appId, principal }) => ({
      app: emptyApp(appId),
      view: await openDataView(await openEmpty(), principal),
      origin: null,
    }),
    stored: async ({ app: stored }, { appId, principal }) => {
      const { definition, snapshot, version } = await serve(stored)
      const origin = { appId: stored.appId, ownScript: false, version }
      return { app: { ...definition, id: appId }, view: await openDataView(snapshot, principal), origin }
    },
    scripted: async ({ app: stored, snapshotDir }, { appId, principal }) => {
      const { definition } = await serve(stored)
      const { view, close } = await openScripted(snapshotDir, principal)
      const origin = { appId: stored.appId, ownScript: true }
      return { app: { ...definition, id: appId }, view, origin, release: close }
    },
  }

  return {
    open: (opening) => {
      const { place } = opening
      return (openPlace[place.kind] as OpensOne)(place, opening)
    },
    factsOf: async (app) => {
      const { definition, snapshot } = await serve(app)
      const restricted = definition.sectionAccess === 'required' || snapshot.document.sectionAccess !== null
      return { sources: definition.sources, restricted }
    },
    forget: ({ snapshotDir }) => {
      const opened = current.get(snapshotDir)
      current.delete(snapshotDir)
      if (opened) retire(opened)
    },
    close: async () => {
      await Promise.allSettled([...current.values()].map(({ served }) => served))
      for (const snapshot of open) snapshot.close()
      open.clear()
      current.clear()
      await empty?.then(
        (snapshot) => snapshot.close(),
        () => undefined,
      )
    },
  }
}

type Opens = {
  readonly [Kind in DataPlace['kind']]: (
    place: Extract<DataPlace, { kind: Kind }>,
    opening: Opening,
  ) => Promise<SessionData>
}

type OpensOne = (place: DataPlace, opening: Opening) => Promise<SessionData>

/** The files are gone from the folder once they are open: nobody else finds them, and no crash leaves them behind. */
const openScripted = async (snapshotDir: string, principal: Principal) => {
  try {
    const snapshot = await openSnapshot(snapshotDir, scriptedOptions)
    try {
      return { view: await openDataView(snapshot, principal), close: snapshot.close }
    } catch (error) {
      snapshot.close()
      throw error
    }
  } finally {
    await rm(snapshotDir, { recursive: true, force: true })
  }
}

/** Data without a table. */
const emptySnapshot = async (home: string): Promise<Snapshot> => {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(home, 'empty-'))
  try {
    await reloadApp({ appFolder: folder, script: '', sources: {}, snapshotDir: folder, threads: 1 })
    return await openSnapshot(folder, scriptedOptions)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An app without objects and data. */
const emptyApp = (id: string): AppDefinition => ({
  id,
  name: 'Session app',
  description: '',
  sources: {},
  sectionAccess: 'optional',
  properties: {},
  dimensions: [],
  measures: [],
  variables: [],
  bookmarks: [],
  objects: [],
})
