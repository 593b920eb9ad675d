import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type GrantLabel, labelColumns, labelOfRow } from '../refresh/grant-label.js'
import { rememberRevocation } from './remember-revocation.js'

/** What a record of the revocation says beside the grant. */
export type RevocationTrace = Pick<AuditEvent, 'actor' | 'subject' | 'client' | 'origin' | 'address'> & GrantLabel

/**
 * Ends a grant: its refresh tokens, its access tokens, and the sockets that they opened (RFC 7009 section 2.1). Grants
 * without refresh tokens have no row, and are ended all the same.
 */
export const revokeGrant = async (context: TenantContext, grantId: string, trace: RevocationTrace): Promise<void> => {
  await auditedChange(
    context,
    async (transaction, note) => {
      const label = await endGrant(context, transaction, grantId)
      note({ event: 'oauth-token.revoked', outcome: 'success', grantId, ...label, ...trace })
    },
    () => context.identityChanges.publish({ tenantId: context.tenant.id, kind: 'grant', id: grantId }),
  )
}

/**
 * The same within a transaction that does more; whoever calls it publishes the change after the commit.
 *
 * @returns how the client had named the grant; nothing of one without a row
 */
export const endGrant = async (
  context: Pick<TenantContext, 'tenant' | 'clock'>,
  transaction: StoreTransaction,
  grantId: string,
): Promise<GrantLabel> => {
  const ended = await transaction
    .deleteFrom('oauth_grants')
    .where('tenant_id', '=', context.tenant.id)
    .where('id', '=', grantId)
    .returning(labelColumns)
    .executeTakeFirst()
  await rememberRevocation(context, transaction, grantId)
  return ended === undefined ? {} : labelOfRow(ended)
}
