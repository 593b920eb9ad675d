import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import { longestAccessTokenLifetime } from '../../config/options.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** What is ended: a single access token, or everything that came of one grant, refresh tokens included. */
export type RevokedAccess =
  | { readonly kind: 'token'; readonly tokenId: string; readonly userId: string; readonly clientId: string }
  | { readonly kind: 'grant'; readonly grantId: string; readonly userId: string; readonly clientId: string }

/** Who revokes, as the audit record tells it. */
export type RevocationTrace = Pick<AuditEvent, 'actor' | 'origin' | 'address'>

/**
 * Ends access before its time: from the next request on it is refused on every node, and its sockets are closed with
 * 4006. What ended already may be ended again.
 */
export const revokeAccess = async (
  context: TenantContext,
  access: RevokedAccess,
  trace: RevocationTrace,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const id = access.kind === 'token' ? access.tokenId : access.grantId
  await auditedChange(
    context,
    async (transaction, note) => {
      await insertRevocation(transaction, context, id)
      if (access.kind === 'grant') await deleteGrant(transaction, tenant.id, id)
      note({
        event: 'oauth-token.revoked',
        outcome: 'success',
        ...trace,
        subject: access.userId,
        client: access.clientId,
        ...(access.kind === 'token' ? { tokenId: id } : { grantId: id }),
      })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'grant', id }),
  )
}

/** Remembers the revocation for as long as any access token issued so far could be valid. */
const insertRevocation = async (
  transaction: StoreTransaction,
  { tenant, clock }: TenantContext,
  id: string,
): Promise<void> => {
  const now = clock()
  await transaction
    .deleteFrom('revoked_tokens')
    .where('tenant_id', '=', tenant.id)
    .where('expires_at', '<', now)
    .execute()
  await transaction
    .insertInto('revoked_tokens')
    .values({ tenant_id: tenant.id, id, expires_at: now + longestAccessTokenLifetime * 1000 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const deleteGrant = async (transaction: StoreTransaction, tenantId: string, id: string): Promise<void> => {
  await transaction.deleteFrom('oauth_grants').where('tenant_id', '=', tenantId).where('id', '=', id).execute()
}
