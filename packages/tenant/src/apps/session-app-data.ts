import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { type DeclaredSource, openSnapshot, type RunningReload, reloadApp, type Snapshot } from '@understudy/engine'
import { guardSize } from './size-guard.js'

/** Data that no app stores: it lives as long as whoever opened it. */
export interface SessionAppData {
  /** Data without a table, the same for all that ask. */
  readonly empty: () => Promise<Snapshot>
  /**
   * Runs a script of a client, within bounds of memory, time and disk, on what an app declares.
   *
   * @throws UnderstudyError `ENGINE-RELOAD-*`
   */
  readonly load: (script: ClientScript, reload: RunningReload) => Promise<Snapshot>
  readonly close: () => Promise<void>
}

export interface ClientScript {
  readonly sql: string
  readonly appFolder: string
  /** What the script may read, by name. */
  readonly sources: Readonly<Record<string, DeclaredSource>>
}

/** Scripts of clients that one node runs at the same time. */
const maxRunning = 2

const timeLimitMs = 60_000

/** Bytes on the disk of one script: its tables, and what is made of them. */
const defaultMaxBytes = 1024 ** 3

const limits = { memoryLimit: '512MB', spillLimit: '1GB', threads: 1, timeLimitMs } as const

const snapshotOptions = { memoryLimit: '256MB', threads: 1, connections: 1, cachedCells: 400_000 } as const

/**
 * Loads and holds the data of session apps.
 *
 * @param home folder to work in; what a crash left in it is removed
 * @param maxBytes bytes on the disk of one script: its tables, and what is made of them
 */
export const createSessionAppData = (home: string, maxBytes = defaultMaxBytes): SessionAppData => {
  let running = 0
  let empty: Promise<Snapshot> | undefined

  const removeLeftovers = async (): Promise<void> => {
    const oldest = Date.now() - 2 * timeLimitMs
    for (const name of await readdir(home)) {
      const path = join(home, name)
      const changed = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      )
      if (changed < oldest) await rm(path, { recursive: true, force: true })
    }
  }

  /** The files are gone from the folder once they are open: nobody else finds them, and no crash leaves them behind. */
  const inFolder = async (work: (folder: string) => Promise<unknown>): Promise<Snapshot> => {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await removeLeftovers()
    const folder = await mkdtemp(join(home, 'app-'))
    try {
      await work(folder)
      return await openSnapshot(folder, snapshotOptions)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  return {
    empty: () => {
      empty ??= inFolder((folder) =>
        reloadApp({ ...limits, appFolder: folder, script: '', sources: {}, snapshotDir: folder }),
      )
      empty.catch(() => {
        empty = undefined
      })
      return empty
    },
    load: async ({ sql, appFolder, sources }, { signal, onProgress }) => {
      if (running >= maxRunning)
        throw new UnderstudyError('ENGINE-RELOAD-BUSY', `This node runs ${maxRunning} scripts of sessions at once.`)
      running += 1
      try {
        return await inFolder(async (folder) => {
          const guard = await guardSize(folder, maxBytes, signal)
          const request = { ...limits, appFolder, sources, script: sql, snapshotDir: folder, onProgress }
          try {
            await reloadApp({ ...request, signal: guard.signal })
          } finally {
            guard.end()
          }
        })
      } finally {
        running -= 1
      }
    },
    close: async () => {
      await empty?.then(
        (snapshot) => snapshot.close(),
        () => undefined,
      )
    },
  }
}
