import { takeCheckpoint } from '../../audit/checkpoints/checkpoint.js'
import { checkpointText } from '../../audit/checkpoints/checkpoint-file.js'
import { journalKey } from '../../audit/journal-key.js'
import { dataPaths } from '../../config/data-paths.js'
import { openStore } from '../../store/open-store.js'
import type { Command } from '../command.js'
import { keyMaking } from '../key-making.js'

/** `understudy audit checkpoint`: tells where the journal stands, to be kept elsewhere. */
export const auditCheckpointCommand: Command = {
  name: 'audit checkpoint',
  summary:
    'Write to standard output, as a line of JSON, how far the audit journal is. Kept elsewhere, `audit verify --checkpoint` tells by it whether newest records were cut off.',
  run: async (invocation) => {
    const key = journalKey(keyMaking(invocation).masterKey)
    const store = await openStore(dataPaths(invocation.config).store)
    try {
      invocation.stdout.write(checkpointText(await takeCheckpoint(store, key, new Date().toISOString())))
      return 0
    } finally {
      await store.destroy()
    }
  },
}
