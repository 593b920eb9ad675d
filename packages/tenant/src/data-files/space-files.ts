import { join } from 'node:path'
import type { Config } from '../config/options.js'
import { tenantFiles } from '../files/tenant-files.js'
import type { AppRow, Store } from '../store/schema.js'

/** Where the bytes of a data file lie. */
export const dataFilePath = (config: Config, tenantId: string, content: string): string =>
  join(tenantFiles(config, tenantId, 'data-files'), content)

/** Where names are unique: in a space, or in the personal space of a user. */
export const placeOf = (spaceId: string | null, ownerId: string): string => spaceId ?? `personal/${ownerId}`

/** The files that an app reads as `space:<name>`: of its space, or of its owner's personal space. By name, case folded. */
export const filesForApp = async (
  store: Store,
  config: Config,
  app: Pick<AppRow, 'tenant_id' | 'space_id' | 'owner_id'>,
): Promise<ReadonlyMap<string, string>> => {
  if (app.space_id === null && app.owner_id === null) return new Map()
  const rows = await store
    .selectFrom('data_files')
    .select(['name_folded', 'content'])
    .where('tenant_id', '=', app.tenant_id)
    .where('place', '=', placeOf(app.space_id, app.owner_id ?? ''))
    .execute()
  return new Map(
    rows.map(({ name_folded: name, content }) => [name, dataFilePath(config, app.tenant_id, content)] as const),
  )
}
