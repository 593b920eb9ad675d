import type { Store } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { sessionEnd, sessionTimes, useRecordedEvery } from './session-times.js'

/** Writes down when a session was used, and when it ends unless it is used again. */
export const recordUse = async (
  store: Store,
  tenantId: string,
  { id, lastUsedAt, expiresAt }: { readonly id: string; readonly lastUsedAt: number; readonly expiresAt: number },
): Promise<void> => {
  await store
    .updateTable('browser_sessions')
    .set({ last_used_at: lastUsedAt, expires_at: expiresAt })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute()
}

/** Records that a session is used without its cookie being presented anew: over a socket that it opened. */
export const keepSessionAlive = async ({ store, tenant, clock }: TenantContext, id: string): Promise<void> => {
  const row = await store
    .selectFrom('browser_sessions')
    .leftJoin('auth_settings', 'auth_settings.tenant_id', 'browser_sessions.tenant_id')
    .select(['created_at', 'last_used_at', 'session_inactivity_minutes', 'session_lifespan_minutes'])
    .where('browser_sessions.tenant_id', '=', tenant.id)
    .where('browser_sessions.id', '=', id)
    .executeTakeFirst()
  const now = clock()
  if (row === undefined || now - row.last_used_at < useRecordedEvery) return
  const expiresAt = sessionEnd({ createdAt: row.created_at, lastUsedAt: now }, sessionTimes(row))
  await recordUse(store, tenant.id, { id, lastUsedAt: now, expiresAt })
}
