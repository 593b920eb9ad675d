import type { AuditedChangeContext } from '../audit/audited-change.js'
import { openAuditJournal } from '../audit/journal.js'
import { journalKey } from '../audit/journal-key.js'
import { nodeId } from '../audit/node-id.js'
import { dataPaths } from '../config/data-paths.js'
import { systemRandomness } from '../tenants/system-randomness.js'
import type { Randomness } from '../tenants/tenant-context.js'
import type { Invocation } from './command.js'
import { keyMaking } from './key-making.js'
import { withTenantStore } from './tenant-store.js'

/** What a command that changes a tenant works with. */
export interface OperatorContext extends AuditedChangeContext {
  readonly randomness: Randomness
}

/** Runs the part of a command that changes one tenant, with a record in its journal, and closes the store. */
export const withOperatorContext = <T>(
  invocation: Invocation,
  run: (context: OperatorContext) => Promise<T>,
): Promise<T> => {
  const { masterKey } = keyMaking(invocation)
  return withTenantStore(invocation, (store, tenantId) => {
    const node = nodeId(dataPaths(invocation.config).nodeIdFile, systemRandomness.uuid)
    return run({
      store,
      audit: openAuditJournal({ store, nodeId: node, key: journalKey(masterKey), clock: Date.now }),
      tenant: { id: tenantId },
      clock: Date.now,
      randomness: systemRandomness,
    })
  })
}
