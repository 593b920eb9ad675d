import { openAuditJournal } from '../audit/journal.js'
import { journalKey } from '../audit/journal-key.js'
import { nodeId } from '../audit/node-id.js'
import { dataPaths } from '../config/data-paths.js'
import { createFirstKeys } from '../keys/create-signing-key.js'
import { openStore } from '../store/open-store.js'
import type { InitialisationDependencies } from '../tenants/initialise-tenant.js'
import { systemRandomness } from '../tenants/system-randomness.js'
import type { Invocation } from './command.js'
import { keyMaking } from './key-making.js'

/**
 * Runs the part of a command that makes tenants or manages all of them, and closes the store.
 *
 * @throws UnderstudyError of the master key
 */
export const withTenantMaking = async <T>(
  invocation: Invocation,
  run: (dependencies: InitialisationDependencies) => Promise<T>,
): Promise<T> => {
  const paths = dataPaths(invocation.config)
  const making = keyMaking(invocation)
  const store = await openStore(paths.store)
  try {
    const id = nodeId(paths.nodeIdFile, systemRandomness.uuid)
    return await run({
      store,
      audit: openAuditJournal({ store, nodeId: id, key: journalKey(making.masterKey), clock: Date.now }),
      createKeys: (transaction, tenantId) => createFirstKeys(transaction, tenantId, making),
      clock: Date.now,
      randomness: systemRandomness,
    })
  } finally {
    await store.destroy()
  }
}
