import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import type { Store } from '../../store/schema.js'
import type { InvitationContext, Inviter } from '../invitations/invite-user.js'
import { createLink, resetValidity } from './sign-in-links.js'

/** A link to reset a password. */
export interface ResetLink {
  readonly userId: string
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/**
 * Makes a link with which its holder sets a new password for an active user. The password that there is works until
 * then. Only an operator makes one, so that it works for users who administer too.
 *
 * @param user id, subject or email address
 * @throws UnderstudyError USERS-7 when no active user, or more than one, is meant
 */
export const createResetLink = async (
  context: InvitationContext,
  user: string,
  trace: Inviter['trace'],
): Promise<ResetLink> => {
  const userId = await findUserId(context.store, context.tenant.id, user)
  const expiresAt = context.clock() + resetValidity
  return auditedChange(context, async (transaction, note) => {
    const token = await createLink(context, transaction, {
      userId,
      purpose: 'password-reset',
      forAdministrators: true,
      expiresAt,
    })
    note({ event: 'user.password-reset-link.created', outcome: 'success', ...trace, subject: userId })
    return { userId, token, expiresAt }
  })
}

const findUserId = async (store: Store, tenantId: string, user: string): Promise<string> => {
  const found = await store
    .selectFrom('users')
    .select(['id', 'email_folded'])
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'active')
    .where('client_id', 'is', null)
    .where((where) =>
      where.or([
        where('id', '=', user),
        where('subject_folded', '=', foldCase(user)),
        where('email_folded', '=', foldCase(user)),
      ]),
    )
    .execute()
  const exact = found.filter((row) => row.email_folded !== foldCase(user))
  const [only, ...others] = exact.length > 0 ? exact : found
  if (only !== undefined && others.length === 0) return only.id
  throw new UnderstudyError(
    'USERS-7',
    only === undefined
      ? `The tenant has no active user ${JSON.stringify(user)}.`
      : `Several users have the address ${JSON.stringify(user)}: name one by id or subject.`,
  )
}
