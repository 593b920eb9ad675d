import { UnderstudyError } from '@understudy/contract'
import { isCheckpointMac, type JournalKey } from '../hash-chain.js'
import type { Checkpoint, CheckpointChain } from './checkpoint.js'

/**
 * Reads the text of a checkpoint that was kept, whatever its white space is now.
 *
 * @throws UnderstudyError `AUDIT-CHECKPOINT-INVALID` where it is none, or was not made under this master key
 */
export const openCheckpoint = (key: JournalKey, text: string): Checkpoint => {
  const kept = parsed(text)
  if (!isRecord(kept) || !isCheckpoint(kept.checkpoint) || typeof kept.mac !== 'string') {
    throw new UnderstudyError('AUDIT-CHECKPOINT-INVALID', 'This is not a checkpoint of an audit journal.')
  }
  if (!isCheckpointMac(key, JSON.stringify(kept.checkpoint), kept.mac)) {
    throw new UnderstudyError(
      'AUDIT-CHECKPOINT-INVALID',
      'The checkpoint was changed, or belongs to another master key.',
    )
  }
  return kept.checkpoint
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isCheckpoint = (value: unknown): value is Checkpoint =>
  isRecord(value) && typeof value.takenAt === 'string' && Array.isArray(value.chains) && value.chains.every(isChain)

const isChain = (value: unknown): value is CheckpointChain =>
  isRecord(value) &&
  typeof value.tenantId === 'string' &&
  typeof value.nodeId === 'string' &&
  Number.isSafeInteger(value.seq) &&
  typeof value.hash === 'string'
