import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type AuditedChangeContext, auditedChange } from '../audit/audited-change.js'

/** What purging works with. */
export interface Purging extends Omit<AuditedChangeContext, 'tenant'> {
  /** Folder of this node's app snapshots. */
  readonly appsFolder: string
}

/**
 * Deletes the data of deactivated tenants whose time is over, on this node also their app snapshots. The journal stays, as
 * the witness of what was done.
 *
 * @returns their ids
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
    if (!deleted) continue
    await rm(join(appsFolder, id), { recursive: true, force: true })
    purged.push(id)
  }
  return purged
}
