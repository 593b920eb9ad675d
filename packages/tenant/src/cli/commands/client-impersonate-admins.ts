import { UnderstudyError } from '@understudy/contract'
import { setImpersonationOfAdmins } from '../../clients/impersonation-of-admins.js'
import { type Command, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy client impersonate-admins <client id> <on|off>`. */
export const clientImpersonateAdminsCommand: Command = {
  name: 'client impersonate-admins',
  usage: '<client id> <on|off>',
  summary: 'Let an OAuth client impersonate administrators, or forbid it again (off for every new client).',
  flags: tenantFlag,
  run: async (invocation) => {
    const [clientId, setting] = invocation.positionals
    if (clientId === undefined || (setting !== 'on' && setting !== 'off')) {
      throw new UnderstudyError('CLI-USAGE', 'Name the client id, and "on" or "off".')
    }
    const allowed = setting === 'on'
    await withOperatorContext(invocation, (context) => setImpersonationOfAdmins(context, clientId, allowed))
    invocation.stdout.write(`The client ${clientId} ${allowed ? 'may' : 'may not'} impersonate administrators.\n`)
    return 0
  },
}
