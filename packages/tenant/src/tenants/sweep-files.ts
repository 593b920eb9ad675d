import { madeFolderName } from '../apps/folders/app-folder.js'
import type { Config } from '../config/options.js'
import { removeUnnamed } from '../files/remove-unnamed.js'
import { type FileKind, tenantFiles } from '../files/tenant-files.js'
import type { Store } from '../store/schema.js'

/** Milliseconds for which an expired temporary content is told from one that never was. */
const remembered = 86_400_000

/**
 * Deletes this node's files that no row names: folders of apps that were replaced or deleted, temporary contents that
 * expired, data files that were replaced, and what a crash left of any of them.
 *
 * @param now milliseconds since 1970
 */
export const sweepFiles = async (store: Store, config: Config, now: number): Promise<void> => {
  await store
    .deleteFrom('temp_contents')
    .where('expires_at', '<', now - remembered)
    .execute()
  const tenants = await store.selectFrom('tenants').select('tenant_id').execute()
  for (const { tenant_id: tenantId } of tenants) {
    for (const [kind, names] of Object.entries(namesInStore) as [FileKind, NamesInStore][]) {
      const named = async () => new Set(await names(store, tenantId, now))
      await removeUnnamed(tenantFiles(config, tenantId, kind), named, now)
    }
  }
}

type NamesInStore = (store: Store, tenantId: string, now: number) => Promise<string[]>

const namesInStore: Readonly<Record<FileKind, NamesInStore>> = {
  'app-folders': async (store, tenantId) => {
    const rows = await store.selectFrom('apps').select('folder').where('tenant_id', '=', tenantId).execute()
    return rows.flatMap((row) => madeFolderName(row) ?? [])
  },
  'temp-contents': async (store, tenantId, now) => {
    const living = store.selectFrom('temp_contents').select('id').where('tenant_id', '=', tenantId)
    return (await living.where('expires_at', '>', now).execute()).map(({ id }) => id)
  },
  exports: async (store, tenantId, now) => {
    const living = store.selectFrom('exports').select('id').where('tenant_id', '=', tenantId)
    return (await living.where('expires_at', '>', now).execute()).map(({ id }) => id)
  },
  'data-files': async (store, tenantId) => {
    const rows = await store.selectFrom('data_files').select('content').where('tenant_id', '=', tenantId).execute()
    return rows.map(({ content }) => content)
  },
}
