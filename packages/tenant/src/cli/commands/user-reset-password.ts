import { UnderstudyError } from '@understudy/contract'
import { createResetLink } from '../../sign-in/links/create-reset-link.js'
import { linkAddress } from '../../sign-in/links/sign-in-links.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'
import { tenantOrigin } from '../tenant-origin.js'

const operator = { actor: { type: 'operator', id: 'user reset-password' } } as const

/** `understudy user reset-password <email, subject or id>`. */
export const userResetPasswordCommand: Command = {
  name: 'user reset-password',
  usage: '<email, subject or id>',
  summary: 'Make a link with which an active user chooses a new password.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: async (invocation) => {
    const { positionals, flags, stdout } = invocation
    const [user] = positionals
    if (user === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the user by email address, subject or id.')
    const reset = await withOperatorContext(invocation, async (context) => {
      const { userId, token, expiresAt } = await createResetLink(context, user, operator)
      const origin = await tenantOrigin(context.store, context.tenant.id, invocation)
      return { userId, link: linkAddress({ origin }, token), expiresAt: new Date(expiresAt).toISOString() }
    })
    stdout.write(
      flags.json === true
        ? `${JSON.stringify(reset)}\n`
        : `Hand this link to ${user}. It works once, until ${reset.expiresAt}:\n\n  ${reset.link}\n`,
    )
    return 0
  },
}
