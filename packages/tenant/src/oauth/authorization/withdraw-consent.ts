import { UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { endGrant } from '../revocation/revoke-grant.js'
import type { ConsentKey } from './consents.js'

/**
 * Takes a consent back. Everything that the application obtained by it ends with it: codes, refresh tokens, access tokens
 * and open sockets.
 *
 * @throws UnderstudyError `OAUTH-CONSENTS-NOT-FOUND`
 */
export const withdrawConsent = async (
  context: TenantContext,
  userId: string,
  clientId: string,
  trace: Pick<AuditEvent, 'actor' | 'client' | 'origin' | 'address'>,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const key = { tenantId: tenant.id, userId, clientId }
  await auditedChange(
    context,
    async (transaction, note) => {
      const withdrawn = await transaction
        .deleteFrom('oauth_consents')
        .where('tenant_id', '=', tenant.id)
        .where('user_id', '=', userId)
        .where('client_id', '=', clientId)
        .returning('client_id')
        .executeTakeFirst()
      if (withdrawn === undefined) {
        throw new UnderstudyError('OAUTH-CONSENTS-NOT-FOUND', 'The user has given that client no consent.')
      }
      const grantIds = await grantsOf(transaction, key)
      for (const grantId of grantIds) await endGrant(context, transaction, grantId)
      note({ event: 'oauth-consent.withdrawn', outcome: 'success', ...trace, subject: clientId })
      return grantIds
    },
    (grantIds) => {
      for (const id of grantIds) identityChanges.publish({ tenantId: tenant.id, kind: 'grant', id })
    },
  )
}

/** Grants with refresh tokens have rows; of the others the code is remembered for as long as an access token may live. */
const grantsOf = async (
  transaction: StoreTransaction,
  { tenantId, userId, clientId }: ConsentKey,
): Promise<string[]> => {
  const online = await transaction
    .deleteFrom('authorization_codes')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .returning('grant_id')
    .execute()
  const offline = await transaction
    .selectFrom('oauth_grants')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .execute()
  return [...new Set([...online.map((row) => row.grant_id), ...offline.map((row) => row.id)])]
}
