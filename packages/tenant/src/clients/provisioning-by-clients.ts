import { UnderstudyError } from '@understudy/contract'
import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import { lockClient } from './read-client.js'

/**
 * Lets a client create and change users in its impersonation requests, or forbids it, for the operator at the command
 * line. Its tokens stay good: what they may do is the same.
 *
 * @throws UnderstudyError `OAUTH-CLIENTS-NOT-FOUND`, `OAUTH-CLIENTS-INVALID`
 */
export const setProvisioning = (context: AuditedChangeContext, clientId: string, allowed: boolean): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    const tenantId = context.tenant.id
    const client = await lockClient(transaction, tenantId, clientId, new Date(context.clock()).toISOString())
    if (allowed && client.app_type !== 'web')
      throw new UnderstudyError('OAUTH-CLIENTS-INVALID', `A client with appType "${client.app_type}" has no secret.`)
    await transaction
      .updateTable('oauth_clients')
      .set({ may_provision_users: allowed ? 1 : 0 })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', clientId)
      .execute()
    note({
      event: 'oauth-client.updated',
      outcome: 'success',
      actor: { type: 'operator', id: 'command line' },
      subject: clientId,
      changed: ['mayProvisionUsers'],
    })
  })
