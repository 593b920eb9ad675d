import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'

/**
 * Deletes the data of deactivated tenants whose time is over; their app snapshots are left to every node's `sweepSnapshots`.
 * The journal stays, as the witness of what was done.
 *
 * @returns the ids of the tenants that were deleted
 */
export const purgeTenants = async (purging: Omit<AuditedChangeContext, 'tenant'>): Promise<string[]> => {
  const { store, clock } = purging
  const due = await store
    .selectFrom('tenants')
    .select('tenant_id')
    .where('status', '=', 'disabled')
    .where('purge_at', '<=', clock())
    .execute()
  const purged: string[] = []
  for (const { tenant_id: id } of due) {
    const deleted = await auditedChange({ ...purging, tenant: { id } }, async (transaction, note) => {
      const row = await transaction
        .deleteFrom('tenants')
        .where('tenant_id', '=', id)
        .where('status', '=', 'disabled')
        .where('purge_at', '<=', clock())
        .returning('tenant_id')
        .executeTakeFirst()
      if (row === undefined) return false
      note({ event: 'tenant.purged', outcome: 'success', actor: { type: 'operator', id: 'schedule' }, subject: id })
      return true
    })
    if (deleted) purged.push(id)
  }
  return purged
}
