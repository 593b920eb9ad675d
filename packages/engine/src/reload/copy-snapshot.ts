import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { currentSnapshotId, snapshotFileName } from '../snapshot/snapshot-files.js'
import { publishSnapshot } from './publish-snapshot.js'
import { makeWorkFolder } from './work-folder.js'

/** Milliseconds for which the folder of a copy that was interrupted is left alone. */
const patience = 3_600_000

/**
 * Gives an app the data that another one has now: its snapshot is copied, not loaded anew.
 *
 * @param from folder of snapshots; nothing is copied where there is none
 * @param to folder of snapshots; created when missing
 * @throws UnderstudyError ENGINE-SNAPSHOT-DAMAGED
 */
export const copySnapshot = async (from: string, to: string): Promise<void> => {
  const id = await currentSnapshotId(from)
  if (id === undefined) return
  const workDir = await makeWorkFolder(to, patience)
  try {
    const copy = join(workDir, 'snapshot.duckdb')
    await copyFile(join(from, snapshotFileName(id)), copy)
    await publishSnapshot(to, id, copy)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}
