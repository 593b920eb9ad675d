import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createDataAccess } from '../apps/data-access.js'
import { sweepViews } from '../apps/views/sweep-views.js'
import { keepCheckpoint } from '../audit/checkpoints/keep-checkpoint.js'
import { openAuditJournal } from '../audit/journal.js'
import { journalKey } from '../audit/journal-key.js'
import { nodeId } from '../audit/node-id.js'
import { keepParties } from '../audit/reading/keep-parties.js'
import { dataPaths } from '../config/data-paths.js'
import type { Config } from '../config/options.js'
import { sweepExports } from '../exports/sweep-exports.js'
import { sweepKeptSessions } from '../kept-sessions/kept-session-rows.js'
import { deriveKey } from '../keys/derive-key.js'
import { loadMasterKey } from '../keys/master-key.js'
import { remoteKeySets } from '../keys/remote-key-sets.js'
import { sealingWith } from '../keys/sealing.js'
import { loadSigningKeys } from '../keys/signing-keys.js'
import { type OutboundEffects, outboundRequests } from '../network/outbound-requests.js'
import type { Metrics } from '../operations/metrics.js'
import { principalReader } from '../qix/engine-principal.js'
import { sweepQueryLog } from '../query-log/sweep-query-log.js'
import { upstreamProviders } from '../sign-in/upstream/upstream-providers.js'
import { holdNodeId } from '../store/node-lock.js'
import { isShared, openStore, storeConnections } from '../store/open-store.js'
import { openIdentityChanges } from '../tenants/identity-changes-of-nodes.js'
import { purgeTenants } from '../tenants/purge-tenants.js'
import { sweepFiles } from '../tenants/sweep-files.js'
import { sweepSnapshots } from '../tenants/sweep-snapshots.js'
import { systemRandomness } from '../tenants/system-randomness.js'
import type { ServerDependencies } from '../tenants/tenant-context.js'
import { lookAfterTenants } from '../tenants/tenant-upkeep.js'
import { createLogger } from './logger.js'

/** What a process has opened, and how to close all of it. */
export interface OpenedDependencies {
  /** All but what needs the served tenants. */
  readonly dependencies: Omit<ServerDependencies, 'tenantChanged'>
  readonly close: () => Promise<void>
}

/**
 * Opens what a process needs: the store, migrated, the decrypted keys and the journal, with what a crash left in its
 * outbox moved.
 *
 * @param environment may hold the master key
 * @param outbound how other hosts are asked
 * @throws UnderstudyError of the master key, or the database's error
 */
export const openDependencies = async (
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  outbound: OutboundEffects,
  metrics: Metrics,
): Promise<OpenedDependencies> => {
  const paths = dataPaths(config)
  mkdirSync(resolve(config.dataDir), { recursive: true, mode: 0o700 })
  mkdirSync(paths.apps, { recursive: true })
  const masterKey = loadMasterKey(paths.masterKeyFile, environment)
  const store = await openStore(paths.store)
  metrics.read('understudy_store_connections', () =>
    Object.entries(storeConnections(store) ?? {}).map(([state, value]) => ({ labels: { state }, value })),
  )
  const closings = [() => store.destroy()]
  const close = async (): Promise<void> => {
    for (const end of closings) await end()
  }
  try {
    const clock = Date.now
    const node = nodeId(paths.nodeIdFile, systemRandomness.uuid)
    // Before anything is written in its name.
    if (isShared(store)) closings.unshift((await holdNodeId(paths.store, node)).close)
    const key = journalKey(masterKey)
    const log = createLogger(config.logLevel, { onLost: () => metrics.count('understudy_log_lines_lost_total', {}) })
    if (config.auditCheckpointFile !== undefined) {
      // Before anything is written to the journal, so that a tail which was cut off is noticed first.
      const file = resolve(config.auditCheckpointFile)
      const kept = await keepCheckpoint({ store, key, file, clock, log })
      closings.unshift(kept.close)
      metrics.read('understudy_audit_lost_chains', () => [{ value: kept.lost().length }])
    }
    const audit = openAuditJournal({ store, clock, key, nodeId: node })
    await audit.drainOutbox()
    closings.unshift(keepParties({ store, nodeId: node, log }).close)
    const identityChanges = await openIdentityChanges(paths.store, config.deafTime * 1000, log)
    const { changes } = identityChanges
    closings.unshift(identityChanges.close)
    const making = { masterKey, bytes: systemRandomness.bytes, clock }
    // Before the upkeep, which must not add a key under a wrong master key.
    const keys = await loadSigningKeys({
      store,
      ...making,
      onGivenUp: (tenantId) => changes.publishHere({ tenantId, kind: 'tenant', id: tenantId }),
    })
    const upkeep = await lookAfterTenants({
      store,
      audit,
      clock,
      randomness: systemRandomness,
      making,
      purge: () => purgeTenants({ store, audit, clock, randomness: systemRandomness }),
      sweep: async () => {
        await sweepSnapshots(store, paths.apps)
        await sweepFiles(store, config, clock())
        await sweepViews(store, clock())
        await sweepKeptSessions(store, clock())
        await sweepExports(store, config, node, clock())
        await sweepQueryLog(store, config.queryLogDays, clock())
      },
      rotationInterval: config.keyRotationInterval * 86_400,
      onChange: (tenantId) => changes.publish({ tenantId, kind: 'tenant-settings', id: tenantId }),
      log,
    })
    closings.unshift(upkeep.close)
    await keys.reload()
    const requests = outboundRequests(config.outboundPrivateHosts ?? [], outbound)
    return {
      dependencies: {
        store,
        audit,
        keys,
        keySets: remoteKeySets(requests, clock),
        upstreamProviders: upstreamProviders(requests, clock),
        clock,
        config,
        metrics,
        dataAccess: createDataAccess({ store, config }, principalReader(store)),
        cursorKey: deriveKey(masterKey, 'rest-cursor'),
        sealing: sealingWith(deriveKey(masterKey, 'secret-sealing'), systemRandomness.bytes),
        signInKey: deriveKey(masterKey, 'sign-in'),
        dpopNonceKey: deriveKey(masterKey, 'dpop-nonce'),
        keptSessionKey: deriveKey(masterKey, 'kept-sessions'),
        identityChanges: changes,
        randomness: systemRandomness,
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
