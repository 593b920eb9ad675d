import { open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { currentSnapshotId, pointerFile, snapshotFileName } from '../snapshot/snapshot-files.js'

const snapshotName = /^snapshot-[0-9a-z-]+\.duckdb$/

/**
 * Makes a finished snapshot the current one: durable before visible, visible at once. Readers see the old or the new
 * snapshot, never half of one, also after a power failure.
 *
 * @param unpublished path of the closed database file, on the same file system
 * @returns the snapshot's final path
 */
export const publishSnapshot = async (snapshotDir: string, id: string, unpublished: string): Promise<string> => {
  const file = join(snapshotDir, snapshotFileName(id))
  const previous = await currentSnapshotId(snapshotDir).catch(() => undefined)
  await syncToDisk(unpublished)
  await rename(unpublished, file)
  const pointer = join(snapshotDir, `${pointerFile}.${id}`)
  await writeFile(pointer, JSON.stringify({ snapshot: id }))
  await syncToDisk(pointer)
  await rename(pointer, join(snapshotDir, pointerFile))
  await syncToDisk(snapshotDir)
  await removeStale(snapshotDir, [id, previous])
  return file
}

const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Removes snapshots that nobody will open any more. The one before the current one stays, for a reader that has just
 * read the pointer; sessions on older ones keep their open files.
 */
const removeStale = async (snapshotDir: string, keep: readonly (string | undefined)[]): Promise<void> => {
  const kept = new Set(keep.flatMap((id) => (id === undefined ? [] : snapshotFileName(id))))
  const names = (await readdir(snapshotDir)).filter((name) => snapshotName.test(name) && !kept.has(name))
  await Promise.all(names.map((name) => rm(join(snapshotDir, name), { force: true })))
}
