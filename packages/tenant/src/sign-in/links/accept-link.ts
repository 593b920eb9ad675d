import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { forgetAccountFailures } from '../attempts/count-attempt.js'
import { hashPassword } from '../passwords/password-hash.js'
import { assertSuitable } from '../passwords/password-rules.js'
import { storePassword } from '../passwords/store-password.js'
import { type SignInRequest, traceOf } from '../request-trace.js'
import { type LinkHolder, linkInvalid, readLink, spendLink } from './sign-in-links.js'

/** What the holder of a link sends. */
export interface LinkAcceptance {
  readonly token: string
  readonly password: string
  /** How an invited user wants to be called. */
  readonly name?: string | undefined
}

/**
 * Sets the password of a link's user, once: an invited user becomes active, and whoever was signed in with the password
 * before is not any more.
 *
 * @returns whom it was for
 * @throws UnderstudyError LOGIN-LINK-INVALID, LOGIN-PASSWORD-UNSUITABLE (the link stays usable), LOGIN-BUSY
 */
export const acceptLink = async (
  context: TenantContext,
  { token, password, name }: LinkAcceptance,
  request: SignInRequest,
): Promise<LinkHolder> => {
  const { tenant, store, clock, identityChanges } = context
  const promised = await readLink(context, store, token)
  const newName = promised.purpose === 'invitation' ? name?.trim() || promised.name : promised.name
  assertSuitable(password, { ...promised, name: newName, tenantName: tenant.name })
  const hash = await hashPassword(context, { tenantId: tenant.id, userId: promised.userId }, password)

  const holder = await auditedChange(
    context,
    async (transaction, note) => {
      const spent = await spendLink(context, transaction, token)
      const now = clock()
      await storePassword(transaction, { tenantId: tenant.id, userId: spent.userId }, hash, now)
      const updated = await transaction
        .updateTable('users')
        .set({
          status: 'active',
          invite_expiry: null,
          name: newName,
          name_folded: foldCase(newName),
          updated_at: new Date(now).toISOString(),
        })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', spent.userId)
        // An administrator may have disabled the user since the link was read.
        .where('status', '=', spent.purpose === 'invitation' ? 'invited' : 'active')
        .returning('id')
        .executeTakeFirst()
      if (updated === undefined) throw linkInvalid()
      await advanceUserEpoch(transaction, tenant.id, spent.userId)
      const trace = { actor: { type: 'user', id: spent.userId }, subject: spent.userId, ...traceOf(request) } as const
      if (spent.purpose === 'invitation') {
        const changed = ['status', ...(newName === spent.name ? [] : ['name'])]
        note({ event: 'user.updated', outcome: 'success', ...trace, changed })
      }
      note({ event: 'user.password.changed', outcome: 'success', ...trace, purpose: spent.purpose })
      return spent
    },
    ({ userId }) => identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId }),
  )
  await forgetAccountFailures(context, [holder.subject, ...(holder.email === null ? [] : [holder.email])])
  return holder
}
