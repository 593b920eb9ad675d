import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'
import { sweepSnapshots } from './sweep-snapshots.js'

/** What purging works with. */
export interface Purging extends Omit<AuditedChangeContext, 'tenant'> {
  /** Folder of this node's app snapshots. */
  readonly appsFolder: string
}

/**
 * Deletes the data of deactivated tenants whose time is over, and of this node the app snapshots of all that were purged.
 * Every node has to be asked for its own. The journal stays, as the witness of what was done.
 *
 * @returns the ids of the tenants that were deleted
 */
export const purgeTenants = async (purging: Purging): Promise<string[]> => {
  const { store, clock, appsFolder } = purging
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
  await sweepSnapshots(store, appsFolder)
  return purged
}
