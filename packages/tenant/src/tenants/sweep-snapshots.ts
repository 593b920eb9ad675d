import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../store/schema.js'

/**
 * Deletes this node's app snapshots of tenants that were purged, by whichever node. Only those are taken for purged whose
 * journal the store holds: a node that is started on another store by mistake deletes nothing.
 *
 * @param appsFolder holds one folder for each tenant, named by its id
 * @throws AggregateError of the folders that could not be deleted, when the others are
 */
export const sweepSnapshots = async (store: Store, appsFolder: string): Promise<void> => {
  const folders = await foldersIn(appsFolder)
  if (folders.length === 0) return
  const tenants = await store.selectFrom('tenants').select('tenant_id').execute()
  const living = new Set(tenants.map(({ tenant_id }) => tenant_id))
  const ownerless = folders.filter((name) => !living.has(name))
  if (ownerless.length === 0) return
  const purged = await store
    .selectFrom('audit_chains')
    .select('tenant_id')
    .distinct()
    .where('tenant_id', 'in', ownerless)
    .execute()
  const deletions = await Promise.allSettled(
    purged.map(({ tenant_id: id }) => rm(join(appsFolder, id), { recursive: true, force: true })),
  )
  const failures = deletions.flatMap((deletion) => (deletion.status === 'rejected' ? [deletion.reason] : []))
  if (failures.length > 0) throw new AggregateError(failures, 'Folders of purged tenants could not be deleted.')
}

/** Names of the folders; none where nothing was ever loaded. */
const foldersIn = async (folder: string): Promise<string[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
