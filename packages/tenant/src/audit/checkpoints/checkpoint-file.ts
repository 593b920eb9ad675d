import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UnderstudyError } from '@understudy/contract'
import { syncToDisk } from '../../files/sync-to-disk.js'
import type { JournalKey } from '../hash-chain.js'
import type { Checkpoint, SealedCheckpoint } from './checkpoint.js'
import { openCheckpoint } from './open-checkpoint.js'

/** The text of a checkpoint, a line. */
export const checkpointText = (sealed: SealedCheckpoint): string => `${JSON.stringify(sealed)}\n`

/**
 * Reads the checkpoint in a file.
 *
 * @returns undefined where there is no file
 * @throws UnderstudyError `AUDIT-CHECKPOINT-INVALID`, also where the file cannot be read
 */
export const readCheckpointFile = async (key: JournalKey, file: string): Promise<Checkpoint | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UnderstudyError('AUDIT-CHECKPOINT-INVALID', `${file} cannot be read (${error.code}).`)
  })
  return text === undefined ? undefined : openCheckpoint(key, text)
}

/**
 * Puts a checkpoint in the place of the one before: the file holds one or the other, also after a power failure, and where
 * several nodes write it at once.
 */
export const writeCheckpointFile = async (file: string, sealed: SealedCheckpoint): Promise<void> => {
  const growing = `${file}.${randomUUID()}.partial`
  try {
    const handle = await open(growing, 'w', 0o600)
    try {
      await handle.writeFile(checkpointText(sealed))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(growing, file)
  } catch (error) {
    await rm(growing, { force: true })
    throw error
  }
  await syncToDisk(dirname(file))
}
