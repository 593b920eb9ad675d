import { rm } from 'node:fs/promises'
import type { Config } from '../config/options.js'
import type { Store } from '../store/schema.js'
import { exportPath } from './export-file.js'

/** Milliseconds after which rows of a node go that has not come back to delete its files. */
const abandoned = 86_400_000

/** Deletes what nobody fetched in time: the files of this node first, then what names them. */
export const sweepExports = async (store: Store, config: Config, nodeId: string, now: number): Promise<void> => {
  const over = await store
    .selectFrom('exports')
    .select(['tenant_id', 'id', 'secret_hash'])
    .where('node_id', '=', nodeId)
    .where('expires_at', '<=', now)
    .execute()
  for (const { tenant_id, id, secret_hash } of over) {
    await rm(exportPath(config, tenant_id, id), { force: true })
    await store
      .deleteFrom('exports')
      .where('tenant_id', '=', tenant_id)
      .where('secret_hash', '=', secret_hash)
      .execute()
  }
  await store
    .deleteFrom('exports')
    .where('expires_at', '<', now - abandoned)
    .execute()
}
