import { UnderstudyError } from '@understudy/contract'
import { openAuditJournal } from '../../audit/journal.js'
import { nodeId } from '../../audit/node-id.js'
import { setImpersonationOfAdmins } from '../../clients/impersonation-of-admins.js'
import { dataPaths } from '../../config/data-paths.js'
import { systemRandomness } from '../../tenants/system-randomness.js'
import type { Command } from '../command.js'
import { tenantFlag, withTenantStore } from '../tenant-store.js'

/** `understudy client impersonate-admins <client id> <on|off>`. */
export const clientImpersonateAdminsCommand: Command = {
  name: 'client impersonate-admins',
  usage: '<client id> <on|off>',
  summary: 'Let an OAuth client impersonate administrators, or forbid it again (off for every new client).',
  flags: tenantFlag,
  run: (invocation) =>
    withTenantStore(invocation, async (store, tenantId) => {
      const { config, positionals, stdout } = invocation
      const [clientId, setting] = positionals
      if (clientId === undefined || (setting !== 'on' && setting !== 'off')) {
        throw new UnderstudyError('CLI-USAGE', 'Name the client id, and "on" or "off".')
      }
      const node = nodeId(dataPaths(config).nodeIdFile, systemRandomness.uuid)
      await setImpersonationOfAdmins(
        {
          store,
          audit: openAuditJournal({ store, nodeId: node, clock: Date.now }),
          tenant: { id: tenantId },
          clock: Date.now,
          randomness: systemRandomness,
        },
        clientId,
        setting === 'on',
      )
      stdout.write(`The client ${clientId} ${setting === 'on' ? 'may' : 'may not'} impersonate administrators.\n`)
      return 0
    }),
}
