import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findWithPassword } from '../account.js'
import { countAttempt } from '../attempts/count-attempt.js'
import { type SignInRequest, traceOf } from '../request-trace.js'
import { hashPassword, verifyPassword } from './password-hash.js'
import { assertSuitable } from './password-rules.js'
import { storePassword } from './store-password.js'

/** What the user sends. */
export interface PasswordChange {
  readonly userId: string
  readonly currentPassword: string
  readonly newPassword: string
}

/**
 * Replaces the password of a signed-in user, who proves to know the current one: a browser left alone is not enough.
 * Every session and token of the user ends; the caller begins a new session.
 *
 * @throws UnderstudyError LOGIN-REFUSED for a wrong current password, LOGIN-TOO-MANY-ATTEMPTS,
 *   LOGIN-PASSWORD-UNSUITABLE, LOGIN-BUSY
 */
export const changePassword = async (
  context: TenantContext,
  { userId, currentPassword, newPassword }: PasswordChange,
  request: SignInRequest,
): Promise<void> => {
  const { tenant, store, clock, identityChanges } = context
  const owner = { tenantId: tenant.id, userId }
  const user = await findWithPassword(store, tenant.id, userId)
  if (user === undefined) throw refusal()
  const succeeded = await countAttempt(context, { kind: 'password-change', of: userId }, request.address)
  if (!(await verifyPassword(context, owner, user.hash ?? undefined, currentPassword))) throw refusal()
  await succeeded()
  assertSuitable(newPassword, { ...user, tenantName: tenant.name })
  const hash = await hashPassword(context, owner, newPassword)

  await auditedChange(
    context,
    async (transaction, note) => {
      await storePassword(transaction, owner, hash, clock())
      await advanceUserEpoch(transaction, tenant.id, userId)
      note({
        event: 'user.password.changed',
        outcome: 'success',
        actor: { type: 'user', id: userId },
        subject: userId,
        ...traceOf(request),
      })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId }),
  )
}

const refusal = (): UnderstudyError => new UnderstudyError('LOGIN-REFUSED', 'The current password is another one.')
