import { UnderstudyError } from '@understudy/contract'
import { setProvisioning } from '../../clients/provisioning-by-clients.js'
import { type Command, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy client may-provision <client id> <on|off>`. */
export const clientMayProvisionCommand: Command = {
  name: 'client may-provision',
  usage: '<client id> <on|off>',
  summary:
    'Let an OAuth client create and change users in its token calls, or forbid it again (off for every new client).',
  flags: tenantFlag,
  run: async (invocation) => {
    const [clientId, setting] = invocation.positionals
    if (clientId === undefined || (setting !== 'on' && setting !== 'off')) {
      throw new UnderstudyError('CLI-USAGE', 'Name the client id, and "on" or "off".')
    }
    const allowed = setting === 'on'
    await withOperatorContext(invocation, (context) => setProvisioning(context, clientId, allowed))
    invocation.stdout.write(`The client ${clientId} ${allowed ? 'may' : 'may not'} provision users.\n`)
    return 0
  },
}
