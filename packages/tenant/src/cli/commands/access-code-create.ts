import { UnderstudyError } from '@understudy/contract'
import { createAccessCode } from '../../clients/access-codes/create-access-code.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

const day = 24 * 60 * 60 * 1000

/** `understudy access-code create <client id> <app id>`. */
export const accessCodeCreateCommand: Command = {
  name: 'access-code create',
  usage: '<client id> <app id>',
  summary: 'Let visitors without an account open one app; prints the access code once.',
  flags: {
    days: { type: 'string', value: 'number', explanation: 'Days that it is valid (default 90).' },
    description: { type: 'string', explanation: 'What it is for.' },
    ...tenantFlag,
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { flags, positionals, stdout } = invocation
    const [clientId, appId] = positionals
    if (clientId === undefined || appId === undefined) {
      throw new UnderstudyError('CLI-USAGE', 'Name the client id and the app id.')
    }
    const days = Number(flags.days ?? 90)
    if (!Number.isInteger(days) || days < 1 || days > 731) {
      throw new UnderstudyError('CLI-USAGE', '--days must be a whole number from 1 to 731.')
    }
    const { description } = flags
    const trace = { actor: { type: 'operator', id: 'command line' } } as const
    const made = await withOperatorContext(invocation, (context) =>
      createAccessCode(context, { trace }, clientId, {
        appId,
        expiresAt: new Date(context.clock() + days * day).toISOString(),
        ...(typeof description === 'string' && { description }),
      }),
    )
    stdout.write(
      flags.json === true
        ? `${JSON.stringify({ id: made.id, accessCode: made.accessCode, expiresAt: made.expiresAt })}\n`
        : `access code  ${made.accessCode}\nid           ${made.id}\nvalid until  ${made.expiresAt}\n`,
    )
    return 0
  },
}
