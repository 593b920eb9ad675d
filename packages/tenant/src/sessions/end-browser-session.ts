import type { AuditEvent } from '../audit/audit-event.js'
import { auditedChange } from '../audit/audited-change.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { BrowserSession } from './browser-session.js'
import { clearedCookies } from './session-cookies.js'

/**
 * Ends a session: its cookie is worthless from now on, and its sockets are closed on every node.
 *
 * @param trace what the journal says about where the request came from
 * @returns the values of the `Set-Cookie` headers that make the browser forget it
 */
export const endBrowserSession = async (
  context: TenantContext,
  { id, userId, source, idpId, webIntegrationId }: BrowserSession,
  trace: Pick<AuditEvent, 'origin' | 'address'> = {},
): Promise<string[]> => {
  const { tenant, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      const ended = await transaction
        .deleteFrom('browser_sessions')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      if (ended === undefined) return
      note({
        event: 'user-session.ended',
        outcome: 'success',
        actor: { type: 'user', id: userId },
        subject: userId,
        sessionId: id,
        source,
        idpId: idpId ?? undefined,
        ...trace,
      })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'session', id }),
  )
  return clearedCookies(webIntegrationId)
}
