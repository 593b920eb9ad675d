import { UnderstudyError } from '@understudy/contract'
import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import { advanceClientEpoch } from '../store/epochs.js'

/**
 * Lets a client impersonate administrators, or forbids it. Reached by the operator at the command line only: whoever
 * administers clients through the REST API must not be able to make a client that can become an administrator.
 *
 * @throws UnderstudyError `OAUTH-CLIENTS-NOT-FOUND`
 */
export const setImpersonationOfAdmins = (
  context: AuditedChangeContext,
  clientId: string,
  allowed: boolean,
): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    const tenantId = context.tenant.id
    const changed = await transaction
      .updateTable('oauth_clients')
      .set({ may_impersonate_admins: allowed ? 1 : 0, updated_at: new Date(context.clock()).toISOString() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', clientId)
      .returning('id')
      .executeTakeFirst()
    if (changed === undefined) throw new UnderstudyError('OAUTH-CLIENTS-NOT-FOUND', 'The tenant has no such client.')
    if (!allowed) await advanceClientEpoch(transaction, tenantId, clientId)
    note({
      event: 'oauth-client.updated',
      outcome: 'success',
      actor: { type: 'operator', id: 'command line' },
      subject: clientId,
      changed: ['mayImpersonateAdministrators'],
    })
  })
