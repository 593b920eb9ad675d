import { deriveKey } from '../keys/derive-key.js'
import type { MasterKey } from '../keys/master-key.js'
import type { JournalKey } from './hash-chain.js'

/** The key of the journal, that of every node which has the master key. */
export const journalKey = (masterKey: MasterKey): JournalKey => deriveKey(masterKey, 'audit-journal') as JournalKey
