import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { currentSnapshotId, snapshotFileName } from '@understudy/engine'

/** The file that names the current snapshot of its folder. */
const pointer = 'current.json'

/** Folders in which a reload is at work. */
const work = /^reload-/

/** How often a snapshot is looked for that a reload replaced and removed meanwhile. */
const attempts = 5

/**
 * Copies what tenants keep of their apps: of each app the snapshot that serves, and all files beside.
 *
 * @returns the number of snapshots
 */
export const copySnapshots = async (from: string, to: string): Promise<number> => {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => [])
  if (entries.length === 0) return 0
  await mkdir(to, { recursive: true, mode: 0o700 })
  if (entries.some(({ name }) => name === pointer)) return copyCurrent(from, to, attempts)
  let copied = 0
  for (const entry of entries) {
    if (entry.isFile()) await copyFile(join(from, entry.name), join(to, entry.name))
    if (entry.isDirectory() && !work.test(entry.name)) {
      copied += await copySnapshots(join(from, entry.name), join(to, entry.name))
    }
  }
  return copied
}

const copyCurrent = async (from: string, to: string, left: number): Promise<number> => {
  const id = await currentSnapshotId(from)
  if (id === undefined) return 0
  const file = snapshotFileName(id)
  try {
    await copyFile(join(from, file), join(to, file))
  } catch (error) {
    if (left === 0 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return copyCurrent(from, to, left - 1)
  }
  // What the pointer says now may be newer than the copy.
  await writeFile(join(to, pointer), JSON.stringify({ snapshot: id }))
  return 1
}
