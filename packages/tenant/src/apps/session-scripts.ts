import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { type DeclaredSource, type RunningReload, reloadApp } from '@understudy/engine'
import { guardSize } from './size-guard.js'

/** Scripts of sessions, whose data no app stores: it lives as long as whoever opened it. */
export interface SessionScripts {
  /**
   * Runs a script of a client, within bounds of memory, time and disk, on what an app declares.
   *
   * @returns the folder of the snapshot, to be removed when it is open
   * @throws UnderstudyError `ENGINE-RELOAD-*`
   */
  readonly load: (script: ClientScript, reload: RunningReload) => Promise<string>
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

/**
 * Loads the data of session apps.
 *
 * @param home folder to work in; what a crash left in it is removed
 * @param maxBytes bytes on the disk of one script: its tables, and what is made of them
 */
export const createSessionScripts = (home: string, maxBytes = defaultMaxBytes): SessionScripts => {
  let running = 0

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

  const inFolder = async (work: (folder: string) => Promise<unknown>): Promise<string> => {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await removeLeftovers()
    const folder = await mkdtemp(join(home, 'app-'))
    try {
      await work(folder)
      return folder
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  return {
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
  }
}
