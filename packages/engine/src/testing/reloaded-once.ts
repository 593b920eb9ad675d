import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reloadApp } from '../reload/reload-app.js'

/** Files by name. */
type Contents = readonly (readonly [name: string, bytes: Buffer])[]

/** What reloads of this process wrote, by what they read; the ones asked for last at the end. */
const written = new Map<string, Contents>()

/** Snapshots that are kept; most are smaller than a megabyte. */
const mostKept = 60

/** Calls whose results differ from one reload to the next. */
const changing = /\b(now|today|random|uuid|current_\w+)\b/i

/**
 * Reloads the app of a folder without declared sources into a folder that has no snapshot yet. Where this process reloaded the
 * same files before, their snapshot is written again: most tests are not about reloads, and many ask the same data.
 *
 * @throws UnderstudyError ENGINE-RELOAD-*
 */
export const reloadedOnce = async (appFolder: string, snapshotDir: string): Promise<void> => {
  const read = await contentsOf(appFolder)
  const key = read.map(([name, bytes]) => `${name}\n${bytes.toString('base64')}`).join('\n')
  const known = written.get(key)
  written.delete(key)
  if (known) {
    await mkdir(snapshotDir, { recursive: true })
    for (const [name, bytes] of known) await writeFile(join(snapshotDir, name), bytes)
    written.set(key, known)
    return
  }
  await reloadApp({ appFolder, sources: {}, snapshotDir })
  if (read.some(([, bytes]) => changing.test(bytes.toString()))) return
  written.set(key, await contentsOf(snapshotDir))
  const [oldest] = written.keys()
  if (written.size > mostKept && oldest !== undefined) written.delete(oldest)
}

const contentsOf = async (folder: string): Promise<Contents> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(files.sort().map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const))
}
