import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { openAuditJournal } from '../../audit/journal.js'
import { journalKey } from '../../audit/journal-key.js'
import { nodeId } from '../../audit/node-id.js'
import { type DataPaths, dataPaths } from '../../config/data-paths.js'
import { createFirstKeys } from '../../keys/create-signing-key.js'
import { createMasterKeyFile, loadMasterKey, type MasterKey, masterKeyVariable } from '../../keys/master-key.js'
import { openStore } from '../../store/open-store.js'
import { type FirstCredentials, initialiseTenant, type TenantWithClients } from '../../tenants/initialise-tenant.js'
import { systemRandomness } from '../../tenants/system-randomness.js'
import { type Command, type Invocation, jsonFlag } from '../command.js'

/** `understudy init`: makes the master key, a tenant, its signing key and its first clients. */
export const initCommand: Command = {
  name: 'init',
  summary: 'Make a tenant and three OAuth clients, one for each job; prints their secrets once.',
  flags: {
    'tenant-name': { type: 'string', explanation: 'Name of the tenant (default "Understudy").' },
    hostname: {
      type: 'string',
      value: 'host name',
      multiple: true,
      explanation: 'A host name that the tenant answers to, where a store has several tenants. May be repeated.',
    },
    origin: {
      type: 'string',
      value: 'origin',
      multiple: true,
      explanation:
        'Origin of a page that may use tokens of the client that impersonates, such as https://portal.example. May be repeated.',
    },
    additional: { type: 'boolean', explanation: 'Make one more tenant in a store that has one already.' },
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { config, flags, stdout } = invocation
    const paths = dataPaths(config)
    mkdirSync(resolve(config.dataDir), { recursive: true, mode: 0o700 })
    const masterKey = loadOrCreateMasterKey(paths, invocation)
    const store = await openStore(paths.store)
    try {
      const id = nodeId(paths.nodeIdFile, systemRandomness.uuid)
      const making = { masterKey, bytes: systemRandomness.bytes, clock: Date.now }
      const made = await initialiseTenant(
        {
          store,
          createKeys: (transaction, tenantId) => createFirstKeys(transaction, tenantId, making),
          audit: openAuditJournal({ store, nodeId: id, key: journalKey(masterKey), clock: Date.now }),
          clock: Date.now,
          randomness: systemRandomness,
        },
        {
          name: typeof flags['tenant-name'] === 'string' ? flags['tenant-name'] : 'Understudy',
          hostnames: hostnamesOf(invocation),
          origin: config.publicOrigin ?? null,
        },
        { additional: flags.additional === true, backendOrigins: [flags.origin ?? []].flat().map(String) },
      )
      stdout.write(flags.json === true ? `${JSON.stringify(made)}\n` : describe(made, paths))
      return 0
    } finally {
      await store.destroy()
    }
  },
}

const loadOrCreateMasterKey = ({ masterKeyFile }: DataPaths, { environment }: Invocation): MasterKey => {
  if (environment[masterKeyVariable] !== undefined || existsSync(masterKeyFile)) {
    return loadMasterKey(masterKeyFile, environment)
  }
  mkdirSync(dirname(masterKeyFile), { recursive: true, mode: 0o700 })
  return createMasterKeyFile(masterKeyFile, systemRandomness.bytes)
}

/** The names given, and that of the public origin. */
const hostnamesOf = ({ config, flags }: Invocation): string[] => {
  const given = Array.isArray(flags.hostname) ? flags.hostname.map(String) : []
  const ofOrigin = config.publicOrigin === undefined ? [] : [new URL(config.publicOrigin).hostname]
  return [...new Set([...given, ...ofOrigin].map((name) => name.toLowerCase()))]
}

const describe = ({ clients }: TenantWithClients, paths: DataPaths): string =>
  [
    'The tenant is made, with three OAuth clients, one for each job:',
    '',
    ...describeClient(
      'administration',
      'users, groups, clients: everything. Yours alone; in no web server.',
      clients.admin,
    ),
    ...describeClient('people', 'makes and changes users and groups, and nothing else.', clients.people),
    ...describeClient(
      'impersonation',
      'for your backend: tokens in the name of users, whom it tells in the same call.',
      clients.impersonation,
    ),
    'Keep the secrets now: only their hashes are stored, and they are not shown again.',
    `Keep the master key (${paths.masterKeyFile}) apart from backups of the store: with both, private keys can be read.`,
    '',
    'Next: understudy serve',
    '',
  ].join('\n')

const describeClient = (job: string, what: string, { clientId, clientSecret }: FirstCredentials): string[] => [
  `  ${job}: ${what}`,
  `    client id      ${clientId}`,
  `    client secret  ${clientSecret}`,
  '',
]
