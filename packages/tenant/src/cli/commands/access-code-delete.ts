import { UnderstudyError } from '@understudy/contract'
import { deleteAccessCode } from '../../clients/access-codes/delete-access-code.js'
import { type Command, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy access-code delete <client id> <id>`. */
export const accessCodeDeleteCommand: Command = {
  name: 'access-code delete',
  usage: '<client id> <id>',
  summary:
    'Delete an access code; the tokens of its visitors are refused from then on, their sockets closed within ten seconds.',
  flags: tenantFlag,
  run: async (invocation) => {
    const [clientId, id] = invocation.positionals
    if (clientId === undefined || id === undefined) {
      throw new UnderstudyError('CLI-USAGE', 'Name the client id and the id of the access code.')
    }
    const trace = { actor: { type: 'operator', id: 'command line' } } as const
    await withOperatorContext(invocation, (context) => deleteAccessCode(context, { trace }, clientId, id))
    invocation.stdout.write(`The access code ${id} is deleted.\n`)
    return 0
  },
}
