import { UnderstudyError } from '@understudy/contract'
import { setClientEnabled } from '../../clients/set-client-enabled.js'
import { type Command, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy client enable <client id>`. */
export const clientEnableCommand: Command = {
  name: 'client enable',
  usage: '<client id>',
  summary: 'Let a disabled OAuth client get tokens again; those from before stay refused.',
  flags: tenantFlag,
  run: async (invocation) => {
    const [clientId] = invocation.positionals
    if (clientId === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the client id.')
    await withOperatorContext(invocation, (context) => setClientEnabled(context, clientId, { enabled: true }))
    invocation.stdout.write(`The client ${clientId} is enabled.\n`)
    return 0
  },
}
