import { UnderstudyError } from '@understudy/contract'
import { readCheckpointFile } from '../../audit/checkpoints/checkpoint-file.js'
import { compareCheckpoint, type LostRecords } from '../../audit/checkpoints/compare-checkpoint.js'
import type { JournalKey } from '../../audit/hash-chain.js'
import { journalKey } from '../../audit/journal-key.js'
import { type ChainVerdict, verifyChains } from '../../audit/verify-chains.js'
import { type RegisterVerdict, verifyRegister } from '../../audit/verify-register.js'
import { dataPaths } from '../../config/data-paths.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/schema.js'
import { type Command, jsonFlag } from '../command.js'
import { keyMaking } from '../key-making.js'

/** `understudy audit verify`: recomputes the hash chains of the audit journal, and looks whether all of them are there. */
export const auditVerifyCommand: Command = {
  name: 'audit verify',
  summary:
    'Check that no audit record and no whole journal of a tenant was changed, removed or added; exit code 1 and the first broken record if so.',
  flags: {
    checkpoint: {
      type: 'string',
      value: 'file',
      explanation: 'Check also that all records are there that this checkpoint vouches for, which was kept elsewhere.',
    },
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { config, flags, stdout } = invocation
    const key = journalKey(keyMaking(invocation).masterKey)
    const store = await openStore(dataPaths(config).store)
    try {
      const chains = await verifyChains(store, key)
      const register = await verifyRegister(store, key)
      const lost = typeof flags.checkpoint === 'string' ? await lostSince(store, key, flags.checkpoint) : undefined
      const intact = register.intact && chains.every((chain) => chain.intact) && (lost ?? []).length === 0
      stdout.write(
        flags.json === true
          ? `${JSON.stringify({ intact, chains, register, lost })}\n`
          : `${describe(chains, register)}${(lost ?? []).map(describeLost).join('')}`,
      )
      return intact ? 0 : 1
    } finally {
      await store.destroy()
    }
  },
}

const lostSince = async (store: Store, key: JournalKey, file: string): Promise<readonly LostRecords[]> => {
  const checkpoint = await readCheckpointFile(key, file)
  if (checkpoint === undefined) throw new UnderstudyError('AUDIT-CHECKPOINT-INVALID', `There is no file ${file}.`)
  return compareCheckpoint(store, checkpoint)
}

const describeLost = ({ tenantId, nodeId, seq, reason }: LostRecords): string =>
  `Tenant ${tenantId}, node ${nodeId}: BROKEN, as the checkpoint knows record ${seq} (${reason}).\n`

const describe = (chains: readonly ChainVerdict[], register: RegisterVerdict): string => {
  const lines = chains.map(describeChain)
  if (!register.intact) lines.push(`BROKEN: ${register.detail} (${register.reason})`)
  return lines.length === 0 ? 'The journal is empty.\n' : `${lines.join('\n')}\n`
}

const describeChain = (chain: ChainVerdict): string => {
  const name = `Tenant ${chain.tenantId}, node ${chain.nodeId}`
  if (!chain.intact) return `${name}: BROKEN at record ${chain.brokenAt} (${chain.reason}).`
  const older =
    chain.unkeyedRecords > 0
      ? `; ${chain.unkeyedRecords} of them older than the journal's key, by plain hashes only`
      : ''
  return `${name}: ${chain.records} records, intact${older}.`
}
