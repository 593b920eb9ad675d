import { UnderstudyError } from '@understudy/contract'
import { setClientEnabled } from '../../clients/set-client-enabled.js'
import { type Command, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy client disable <client id> [--reason <text>]`. */
export const clientDisableCommand: Command = {
  name: 'client disable',
  usage: '<client id>',
  summary: 'Suspend an OAuth client: it gets no tokens, and those it got are refused.',
  flags: {
    ...tenantFlag,
    reason: { type: 'string', explanation: 'Shown to administrators as the disableTag of the client.' },
  },
  run: async (invocation) => {
    const [clientId] = invocation.positionals
    if (clientId === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the client id.')
    const { reason } = invocation.flags
    const state = { enabled: false, reason: typeof reason === 'string' && reason !== '' ? reason : 'operator' } as const
    await withOperatorContext(invocation, (context) => setClientEnabled(context, clientId, state))
    invocation.stdout.write(`The client ${clientId} is disabled, and its tokens are refused.\n`)
    return 0
  },
}
