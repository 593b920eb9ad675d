import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnderstudyError } from '@understudy/contract'

/** The file in a folder of snapshots that names the current one. */
export const pointerFile = 'current.json'

/** The file name of a snapshot. */
export const snapshotFileName = (id: string): string => `snapshot-${id}.duckdb`

/**
 * The id of the snapshot that serves, `undefined` before the first reload.
 *
 * @throws UnderstudyError ENGINE-SNAPSHOT-DAMAGED when the pointer to it cannot be read
 */
export const currentSnapshotId = async (snapshotDir: string): Promise<string | undefined> => {
  const text = await readFile(join(snapshotDir, pointerFile), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const id = /^\{"snapshot":"([0-9a-z-]+)"\}$/.exec(text)?.[1]
  if (id === undefined) throw new UnderstudyError('ENGINE-SNAPSHOT-DAMAGED', `${pointerFile} names no snapshot`)
  return id
}
