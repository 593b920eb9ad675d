import type { TenantContext } from '../tenants/tenant-context.js'

/** Whether a session, which somebody used a moment ago, has not been ended since. */
export const isSessionOpen = async ({ store, tenant, clock }: TenantContext, sessionId: string): Promise<boolean> => {
  const row = await store
    .selectFrom('browser_sessions')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', sessionId)
    .where('expires_at', '>', clock())
    .executeTakeFirst()
  return row !== undefined
}
