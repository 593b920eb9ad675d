import { UnderstudyError } from '@understudy/contract'
import { inviteUser } from '../../sign-in/invitations/invite-user.js'
import { linkAddress } from '../../sign-in/links/sign-in-links.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'
import { tenantOrigin } from '../tenant-origin.js'

const operator = { actor: { type: 'operator', id: 'user invite' } } as const

/** `understudy user invite <email> [--name <text>]`. */
export const userInviteCommand: Command = {
  name: 'user invite',
  usage: '<email>',
  summary: 'Invite somebody to sign in with a password; prints the link to hand over.',
  flags: {
    ...tenantFlag,
    name: { type: 'string', explanation: 'How the user is called until they say themselves.' },
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { positionals, flags, stdout } = invocation
    const [email = ''] = positionals
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UnderstudyError('CLI-USAGE', 'Name the email address.')
    const name = typeof flags.name === 'string' ? flags.name : undefined
    const invited = await withOperatorContext(invocation, async (context) => {
      const inviter = { trace: operator, assertMayInvite: () => undefined, administers: true }
      const invitation = await inviteUser(context, { email, name, resend: true }, inviter)
      if (invitation.status !== 'ok') throw new Error('An invitation that is asked for again is made.')
      const origin = await tenantOrigin(context.store, context.tenant.id, invocation)
      const { userId, subject, expiresAt } = invitation
      return {
        userId,
        subject,
        link: linkAddress({ origin }, invitation.token),
        expiresAt: new Date(expiresAt).toISOString(),
      }
    })
    stdout.write(
      flags.json === true
        ? `${JSON.stringify(invited)}\n`
        : `Hand this link to ${email}. It works once, until ${invited.expiresAt}:\n\n  ${invited.link}\n`,
    )
    return 0
  },
}
