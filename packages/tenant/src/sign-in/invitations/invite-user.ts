import { UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../../audit/audit-event.js'
import { type AuditedChangeContext, auditedChange } from '../../audit/audited-change.js'
import { privilegeOf } from '../../directory/privileges/assert-may-change.js'
import type { Privilege } from '../../directory/privileges/privilege-columns.js'
import { insertUser } from '../../directory/users/insert-user.js'
import { inviteExpiry } from '../../directory/users/invite-expiry.js'
import { foldCase } from '../../listing/filter-condition.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Randomness } from '../../tenants/tenant-context.js'
import { createLink } from '../links/sign-in-links.js'

/** Somebody to invite. */
export interface Invitee {
  readonly email: string
  readonly name?: string | undefined
  readonly language?: string | undefined
  /** Make a new link for somebody who was invited already. */
  readonly resend?: boolean | undefined
}

/** Who invites. */
export interface Inviter {
  readonly trace: Pick<AuditEvent, 'actor' | 'client' | 'origin' | 'address'>
  /** Throws when the inviter must not get a link that makes its holder a user of that privilege. */
  readonly assertMayInvite: (privilege: Privilege) => void
  /** Whether the inviter has all rights that the user could be given until the link is used. */
  readonly administers: boolean
}

/** What became of an invitation. */
export type Invitation =
  | {
      readonly status: 'ok'
      readonly userId: string
      readonly subject: string
      readonly token: string
      readonly expiresAt: number
    }
  | { readonly status: 'exists'; readonly userId: string; readonly subject: string }

/** What inviting needs; a command line has no more. */
export interface InvitationContext extends AuditedChangeContext {
  readonly randomness: Randomness
}

/**
 * Invites somebody by email address: makes a user with the status `invited` and a subject of our own, and the link with
 * which its holder becomes that user (contract 4.1). Whose address a user has already is told, and invited again only on
 * request and only while invited.
 *
 * @throws UnderstudyError USERS-INVITE-ACTIVE, USERS-INVITE-DISABLED, and what `assertMayInvite` throws
 */
export const inviteUser = (context: InvitationContext, invitee: Invitee, inviter: Inviter): Promise<Invitation> =>
  auditedChange(context, async (transaction, note) => {
    const tenantId = context.tenant.id
    // Of simultaneous invitations of one address, the second finds the user of the first.
    await lockTenant(transaction, tenantId)
    const existing = await findByEmail(transaction, tenantId, invitee.email)
    if (existing !== undefined && invitee.resend !== true) {
      return { status: 'exists', userId: existing.id, subject: existing.subject }
    }
    const now = context.clock()
    const expiresAt = inviteExpiry(now)
    const user = existing ?? (await insertInvited(context, transaction, invitee, now))
    if (existing === undefined) {
      note({ event: 'user.created', outcome: 'success', ...inviter.trace, subject: user.id })
    } else {
      if (existing.status === 'active') throw new UnderstudyError('USERS-INVITE-ACTIVE', 'The user is active already.')
      if (existing.status !== 'invited') throw new UnderstudyError('USERS-INVITE-DISABLED', 'The user is not invited.')
      inviter.assertMayInvite(await privilegeOf(transaction, tenantId, user.id))
      await transaction
        .updateTable('users')
        .set({ invite_expiry: expiresAt, updated_at: new Date(now).toISOString() })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', user.id)
        .execute()
    }
    const link = { userId: user.id, purpose: 'invitation', forAdministrators: inviter.administers, expiresAt } as const
    const token = await createLink(context, transaction, link)
    note({ event: 'user.invited', outcome: 'success', ...inviter.trace, subject: user.id })
    return { status: 'ok', userId: user.id, subject: user.subject, token, expiresAt }
  })

/** The user with that address; of several, the one who is invited. */
const findByEmail = async (transaction: StoreTransaction, tenantId: string, email: string) => {
  const users = await transaction
    .selectFrom('users')
    .select(['id', 'subject', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('email_folded', '=', foldCase(email))
    .where('client_id', 'is', null)
    .orderBy('created_at')
    .execute()
  return users.find((user) => user.status === 'invited') ?? users[0]
}

const insertInvited = async (
  { tenant, randomness }: InvitationContext,
  transaction: StoreTransaction,
  { email, name, language }: Invitee,
  now: number,
): Promise<{ readonly id: string; readonly subject: string }> => {
  const user = { id: randomness.bytes(12).toString('hex'), subject: randomness.uuid() }
  await insertUser(transaction, tenant.id, {
    ...user,
    name: name?.trim() || email,
    email,
    status: 'invited',
    roleIds: [],
    createdAt: new Date(now).toISOString(),
    inviteExpiry: inviteExpiry(now),
  })
  if (language !== undefined) {
    await transaction
      .updateTable('users')
      .set({ preferred_locale: language })
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', user.id)
      .execute()
  }
  return user
}
