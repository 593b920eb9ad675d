import { auditedChange } from '../../audit/audited-change.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { rememberRevocation } from './remember-revocation.js'
import type { RevocationTrace } from './revoke-grant.js'

/** Ends a single access token, what was exchanged from it, and the sockets that they opened. */
export const revokeToken = async (context: TenantContext, tokenId: string, trace: RevocationTrace): Promise<void> => {
  await auditedChange(
    context,
    async (transaction, note) => {
      await rememberRevocation(context, transaction, tokenId)
      note({ event: 'oauth-token.revoked', outcome: 'success', tokenId, ...trace })
    },
    () => context.identityChanges.publish({ tenantId: context.tenant.id, kind: 'grant', id: tokenId }),
  )
}
