import { currentSnapshotId } from '@understudy/engine'
import { isShared } from '../../store/open-store.js'
import { findApp } from '../app-rows.js'
import { snapshotDir } from '../snapshot-dir.js'
import { bringContents } from './bring-contents.js'
import type { ContentsContext } from './share-contents.js'

/**
 * Asks the store once which data of a tenant's apps all nodes serve, for a look at many apps.
 *
 * @returns brings the data of one app here, where this node has other data of it
 */
export const outdatedApps = async (
  context: ContentsContext,
  tenantId: string,
): Promise<(appId: string) => Promise<void>> => {
  const { store, config } = context
  if (!isShared(store)) return async () => undefined
  const rows = await store
    .selectFrom('app_contents')
    .select(['app_id', 'snapshot_id'])
    .where('tenant_id', '=', tenantId)
    .execute()
  const served = new Map(rows.map(({ app_id, snapshot_id }) => [app_id, snapshot_id]))
  return async (appId) => {
    const id = served.get(appId)
    if (id == null || id === (await currentSnapshotId(snapshotDir(config, tenantId, appId)).catch(() => undefined)))
      return
    const app = await findApp(store, tenantId, appId)
    if (app !== undefined) await bringContents(context, app)
  }
}
