import { UnderstudyError } from '@understudy/contract'
import { sql } from 'kysely'
import type { AuditEvent } from '../audit/audit-event.js'
import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import type { StoreTransaction } from '../store/schema.js'
import { touchTenant } from '../store/touch-tenant.js'

const day = 86_400_000

/** Who asked, for the journal of the tenant. */
export type Asked = Pick<AuditEvent, 'actor' | 'origin' | 'address'>

/**
 * Deactivates a tenant: it answers 403 to everything, its sockets close, and its tokens, refresh tokens and sessions are
 * worthless for good. Its data stays, until it is purged.
 *
 * @param purgeAfterDays days after which the data is deleted; undefined keeps it
 * @returns from when it is deleted, milliseconds since 1970
 * @throws UnderstudyError `TENANTS-8` when there is no such tenant, or it is the operator's
 */
export const deactivateTenant = (
  context: Omit<AuditedChangeContext, 'tenant'>,
  tenantId: string,
  asked: Asked,
  purgeAfterDays: number | undefined,
): Promise<number | undefined> => {
  const purgeAt = purgeAfterDays === undefined ? undefined : context.clock() + purgeAfterDays * day
  return auditedChange({ ...context, tenant: { id: tenantId } }, async (transaction, note) => {
    await setStatus(transaction, tenantId, 'disabled', purgeAt ?? null, context.clock())
    for (const table of ['users', 'oauth_clients'] as const) {
      await transaction
        .updateTable(table)
        .set({ epoch: sql<number>`epoch + 1` })
        .where('tenant_id', '=', tenantId)
        .execute()
    }
    note({ event: 'tenant.deactivated', outcome: 'success', ...asked, subject: tenantId })
    return purgeAt
  })
}

/**
 * Lets a deactivated tenant answer again. Whoever had a token fetches a new one.
 *
 * @throws UnderstudyError `TENANTS-8`
 */
export const reactivateTenant = (
  context: Omit<AuditedChangeContext, 'tenant'>,
  tenantId: string,
  asked: Asked,
): Promise<void> =>
  auditedChange({ ...context, tenant: { id: tenantId } }, async (transaction, note) => {
    await setStatus(transaction, tenantId, 'active', null, context.clock())
    note({ event: 'tenant.reactivated', outcome: 'success', ...asked, subject: tenantId })
  })

const setStatus = async (
  transaction: StoreTransaction,
  tenantId: string,
  status: 'active' | 'disabled',
  purgeAt: number | null,
  now: number,
): Promise<void> => {
  await touchTenant(transaction, tenantId)
  const changed = await transaction
    .updateTable('tenants')
    .set({ status, purge_at: purgeAt, status_changed_at: new Date(now).toISOString() })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'customer')
    .returning('tenant_id')
    .executeTakeFirst()
  if (changed === undefined) throw new UnderstudyError('TENANTS-8', 'There is no such tenant.')
}
