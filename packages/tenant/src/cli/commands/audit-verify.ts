import { type ChainVerdict, verifyChains } from '../../audit/verify-chains.js'
import { dataPaths } from '../../config/data-paths.js'
import { openStore } from '../../store/open-store.js'
import { type Command, jsonFlag } from '../command.js'

/** `understudy audit verify`: recomputes the hash chains of the audit journal. */
export const auditVerifyCommand: Command = {
  name: 'audit verify',
  summary: 'Check that no audit record was changed, removed or added; exit code 1 and the first broken record if so.',
  flags: jsonFlag,
  run: async ({ config, flags, stdout }) => {
    const store = await openStore(dataPaths(config).store)
    try {
      const chains = await verifyChains(store)
      const intact = chains.every((chain) => chain.intact)
      stdout.write(flags.json === true ? `${JSON.stringify({ intact, chains })}\n` : describe(chains))
      return intact ? 0 : 1
    } finally {
      await store.destroy()
    }
  },
}

const describe = (chains: readonly ChainVerdict[]): string => {
  if (chains.length === 0) return 'The journal is empty.\n'
  return chains
    .map((chain) => {
      const name = `Tenant ${chain.tenantId}, node ${chain.nodeId}`
      return chain.intact
        ? `${name}: ${chain.records} records, intact.\n`
        : `${name}: BROKEN at record ${chain.brokenAt} (${chain.reason}).\n`
    })
    .join('')
}
