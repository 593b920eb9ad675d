import { foldCase } from '../listing/filter-condition.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { Admission, KnownUser, VouchedUser } from './vouched-user.js'

/**
 * Gives the user who is invited under the verified address, and nobody else has, the subject of the provider. Whoever else
 * has the address stays another user, which is recorded as a conflict.
 *
 * @returns the user, or undefined when there is no such user
 */
export const adoptInvitedUser = async (
  { tenant }: TenantContext,
  { transaction, note, trace }: Admission,
  { subject, email }: VouchedUser,
): Promise<KnownUser | undefined> => {
  if (email === undefined) return undefined
  const others = await transaction
    .selectFrom('users')
    .select(['id', 'status'])
    .where('tenant_id', '=', tenant.id)
    .where('email_folded', '=', foldCase(email))
    .where('client_id', 'is', null)
    .execute()
  const [only] = others
  if (only === undefined) return undefined
  const event = { outcome: 'success', ...trace } as const
  if (others.length > 1 || only.status !== 'invited') {
    for (const { id } of others) note({ event: 'user-identity.conflict', ...event, subject: id })
    return undefined
  }
  const adopted = await transaction
    .updateTable('users')
    .set({ subject, subject_folded: foldCase(subject) })
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', only.id)
    .where('status', '=', 'invited')
    .returningAll()
    .executeTakeFirst()
  if (adopted !== undefined) note({ event: 'user-identity.reassigned', ...event, subject: adopted.id })
  return adopted
}
