import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import { advanceClientEpoch } from '../store/epochs.js'
import { lockClient } from './read-client.js'

/** The state that the operator wants a client to be in; the reason of a disabled one is shown to administrators. */
export type ClientState = { readonly enabled: true } | { readonly enabled: false; readonly reason: string }

/**
 * Disables a client, or enables it again. A disabled client gets no tokens, those it got are refused from the next request
 * on and stay so when it is enabled, and its sockets close at their next check. One that registered itself waits for no
 * approval any more, as that would enable it. Reached by the operator at the command
 * line only, as a client that was suspended must not be able to have itself enabled through the REST API.
 *
 * @throws UnderstudyError `OAUTH-CLIENTS-NOT-FOUND`
 */
export const setClientEnabled = (context: AuditedChangeContext, clientId: string, state: ClientState): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    const tenantId = context.tenant.id
    await lockClient(transaction, tenantId, clientId, new Date(context.clock()).toISOString())
    await transaction
      .updateTable('oauth_clients')
      .set({ disable_tag: state.enabled ? null : state.reason, approval_due_at: null })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', clientId)
      .execute()
    if (!state.enabled) await advanceClientEpoch(transaction, tenantId, clientId)
    note({
      event: 'oauth-client.updated',
      outcome: 'success',
      actor: { type: 'operator', id: 'command line' },
      subject: clientId,
      changed: ['disableTag'],
    })
  })
