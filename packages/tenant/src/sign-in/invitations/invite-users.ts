import { type rest, scopesCover, UnderstudyError } from '@understudy/contract'
import { assertMayChange } from '../../directory/privileges/assert-may-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { linkAddress } from '../links/sign-in-links.js'
import { type Inviter, inviteUser } from './invite-user.js'

/** Codes of the contract for invitations that fail (contract 4.1). */
const inviteeErrorCodes: Readonly<Record<string, string>> = {
  'USERS-INVITE-ACTIVE': '1001',
  'USERS-INVITE-DISABLED': '1002',
}

/**
 * Invites people; what fails for one does not concern the others. The tenant sends no mail: whoever invites gets the
 * links, and hands each to the person it is for.
 *
 * @throws UnderstudyError LOGIN-DIRECTORY-OFF
 */
export const inviteUsers = async (
  context: TenantContext,
  { trace, scopes }: Caller,
  invitees: rest.InviteRequest['invitees'],
): Promise<rest.InviteAnswer['data']> => {
  if (!context.config.builtInDirectory)
    throw new UnderstudyError('LOGIN-DIRECTORY-OFF', 'Nobody signs in with a password here.')
  const inviter: Inviter = {
    trace,
    assertMayInvite: (privilege) => assertMayChange(privilege, scopes),
    administers: scopesCover(scopes, 'admin_classic'),
  }
  const data: rest.InviteAnswer['data'] = []
  for (const invitee of invitees) data.push(await invite(context, invitee, inviter))
  return data
}

const invite = async (
  context: TenantContext,
  invitee: rest.Invitee,
  inviter: Inviter,
): Promise<rest.InviteAnswer['data'][number]> => {
  const { email } = invitee
  try {
    const invitation = await inviteUser(context, invitee, inviter)
    const { status, userId, subject } = invitation
    if (status === 'exists') return { email, status, userId, subject }
    return {
      email,
      status,
      userId,
      subject,
      inviteLink: linkAddress(context.tenant, invitation.token),
      inviteExpiry: Math.floor(invitation.expiresAt / 1000),
    }
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    const { code, detail, entry } = error
    return { email, status: 'error', code: inviteeErrorCodes[code] ?? code, title: entry.title, detail }
  }
}
