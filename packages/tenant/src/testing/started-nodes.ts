import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuditJournal } from '../audit/journal.js'
import { journalKey } from '../audit/journal-key.js'
import { nodeId } from '../audit/node-id.js'
import { runCommandLine } from '../cli/main.js'
import { dataPaths } from '../config/data-paths.js'
import { type Config, defaultConfig } from '../config/options.js'
import { createLogger } from '../http/logger.js'
import { type RunningServer, type Serving, startServer } from '../http/start-server.js'
import { createFirstKeys } from '../keys/create-signing-key.js'
import { createMasterKeyFile } from '../keys/master-key.js'
import { openStore } from '../store/open-store.js'
import { type InitialisedTenant, initialiseTenant, type TenantDescription } from '../tenants/initialise-tenant.js'
import { systemRandomness } from '../tenants/system-randomness.js'
import { testEngines } from './test-engines.js'

/** Several nodes in this process over one store, as an operator would run them. */
export interface StartedNodes {
  readonly nodes: readonly RunningServer[]
  /** The tenants with their first administrator clients. */
  readonly tenants: readonly InitialisedTenant[]
  /** Runs `understudy …` on the same store; throws unless it succeeds. */
  readonly command: (...args: string[]) => Promise<string>
  /** Ends one of them in an orderly way. */
  readonly stop: (node: number) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts nodes for a test. Always close them. */
export const startNodes = async (
  store: string,
  count: number,
  descriptions: readonly Partial<TenantDescription>[],
  serving: Partial<Serving> = {},
  changes: Partial<Config> = {},
): Promise<StartedNodes> => {
  const folders = Array.from({ length: count }, () => mkdtempSync(join(tmpdir(), 'understudy-node-')))
  const masterKeyFile = join(folders[0] ?? '', 'shared-master.key')
  const masterKey = createMasterKeyFile(masterKeyFile, systemRandomness.bytes)
  const configs = folders.map(
    (dataDir): Config => ({
      ...defaultConfig,
      ...testEngines,
      port: 0,
      logLevel: 'silent',
      dataDir,
      store,
      masterKeyFile,
      ...changes,
    }),
  )
  const [first] = configs
  if (first === undefined) throw new Error('A test needs a node.')

  const opened = await openStore(store)
  const making = { masterKey, bytes: systemRandomness.bytes, clock: Date.now }
  const audit = openAuditJournal({
    store: opened,
    nodeId: nodeId(dataPaths(first).nodeIdFile, systemRandomness.uuid),
    key: journalKey(masterKey),
    clock: Date.now,
  })
  const tenants: InitialisedTenant[] = []
  for (const [index, description] of descriptions.entries()) {
    tenants.push(
      await initialiseTenant(
        {
          store: opened,
          createKeys: (transaction, tenantId) => createFirstKeys(transaction, tenantId, making),
          audit,
          clock: Date.now,
          randomness: systemRandomness,
        },
        { name: `Tenant ${index + 1}`, hostnames: [], origin: null, ...description },
        { additional: true },
      ),
    )
  }
  await opened.destroy()

  const nodes: RunningServer[] = []
  for (const config of configs) {
    nodes.push(
      await startServer(config, {}, { routes: [], upgrades: [], logger: createLogger(config.logLevel), ...serving }),
    )
  }
  const stopped = new Set<number>()
  const stop = async (index: number): Promise<void> => {
    if (stopped.has(index)) return
    stopped.add(index)
    await nodes[index]?.close()
  }
  return {
    nodes,
    tenants,
    command: async (...args) => {
      let output = ''
      let problems = ''
      const flags = ['--data-dir', first.dataDir, '--store', store, '--master-key-file', masterKeyFile]
      const code = await runCommandLine(
        [...args, ...flags],
        {},
        { write: (text) => (output += text) },
        { write: (text) => (problems += text) },
      )
      if (code !== 0) throw new Error(problems)
      return output
    },
    stop,
    close: async () => {
      for (const index of nodes.keys()) await stop(index)
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}
