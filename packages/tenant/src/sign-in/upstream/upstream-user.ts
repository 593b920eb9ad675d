import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { admitVouchedUser } from '../../identity-providers/admit-vouched-user.js'
import type { OidcProvider } from '../../identity-providers/oidc-provider.js'
import type { VouchedUser } from '../../identity-providers/vouched-user.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type SignInRequest, traceOf } from '../request-trace.js'

/**
 * Signs the user in whom an OIDC provider vouches for, as `admitVouchedUser` finds or makes it; an invitation to the
 * verified address counts.
 *
 * @returns the user's id
 * @throws UnderstudyError LOGIN-USER-INACTIVE, LOGIN-USER-UNKNOWN where sign-ins make no users, LOGIN-PROVIDER-CLAIMS
 *   where the subject differs from another user's in case only
 */
export const signInUpstreamUser = async (
  context: TenantContext,
  { createNewUsers }: OidcProvider,
  identity: VouchedUser,
  request: SignInRequest,
): Promise<string> => {
  const { tenant, identityChanges } = context
  const { userId } = await auditedChange(
    context,
    async (transaction, note) => {
      const admission = { transaction, note, trace: traceOf(request) }
      const admitted = await admitVouchedUser(context, admission, identity, { createNewUsers, adoptInvited: true })
      if (admitted !== undefined) return admitted
      throw new UnderstudyError('LOGIN-PROVIDER-CLAIMS', 'The subject differs from that of another user in case only.')
    },
    ({ userId, changed }) => {
      if (changed) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId })
    },
  )
  return userId
}
