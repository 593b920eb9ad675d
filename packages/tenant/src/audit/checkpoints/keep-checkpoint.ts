import type { Logger } from 'pino'
import type { Store } from '../../store/schema.js'
import type { JournalKey } from '../hash-chain.js'
import { type Checkpoint, takeCheckpoint } from './checkpoint.js'
import { readCheckpointFile, writeCheckpointFile } from './checkpoint-file.js'
import { compareCheckpoint, type LostRecords } from './compare-checkpoint.js'

/** What keeping a checkpoint outside of the store needs. */
export interface CheckpointKeeping {
  readonly store: Store
  readonly key: JournalKey
  /** Path of the file. */
  readonly file: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly log: Pick<Logger, 'error'>
}

/** A checkpoint that is kept. */
export interface KeptCheckpoint {
  /** Chains that lack records which the file vouches for. */
  readonly lost: () => readonly LostRecords[]
  readonly close: () => Promise<void>
}

/** Milliseconds between two looks: so much of the journal can be cut off and go unnoticed. */
const checkpointInterval = 10_000

/**
 * Writes to a file where the journal stands, now and again every ten seconds. Where the store lacks what the file vouches
 * for, the file stays as it is: it is the proof.
 *
 * @throws UnderstudyError `AUDIT-CHECKPOINT-INVALID`, or the error of the file, the first time; later failures are
 *   logged, and tried again
 */
export const keepCheckpoint = async (keeping: CheckpointKeeping): Promise<KeptCheckpoint> => {
  const { store, key, file, clock, log } = keeping
  let lost: readonly LostRecords[] = []
  const look = async (): Promise<void> => {
    // Read each time: with several nodes, or after an operator has put it aside, it is not what was written last.
    const kept = await readCheckpointFile(key, file)
    const before = lost
    lost = kept === undefined ? [] : await compareCheckpoint(store, kept)
    if (lost.length > 0) {
      if (before.length === 0)
        log.error({ file, lost }, 'The audit journal lacks records that its checkpoint vouches for')
      return
    }
    const taken = await takeCheckpoint(store, key, new Date(clock()).toISOString())
    if (kept === undefined || !sameChains(kept, taken.checkpoint)) await writeCheckpointFile(file, taken)
  }
  await look()
  let underWay: Promise<void> | undefined
  const lookLater = (): Promise<void> => {
    underWay ??= look()
      .catch((error: unknown) => log.error({ err: error }, 'The checkpoint of the audit journal could not be written'))
      .finally(() => {
        underWay = undefined
      })
    return underWay
  }
  const timer = setInterval(lookLater, checkpointInterval)
  timer.unref()
  return {
    lost: () => lost,
    close: async () => {
      clearInterval(timer)
      await underWay
      await lookLater()
    },
  }
}

const sameChains = (one: Checkpoint, other: Checkpoint): boolean =>
  JSON.stringify(one.chains) === JSON.stringify(other.chains)
