import type { SelectQueryBuilder } from 'kysely'
import type { Store, StoreSchema, StoreTransaction } from '../../store/schema.js'
import { type NamedShareRow, shareNotFound } from './share-rows.js'

/** The shares of a space, beside the apps that they are of. */
export const sharesOfSpace = (
  store: Store | StoreTransaction,
  tenantId: string,
  spaceId: string,
): SelectQueryBuilder<StoreSchema, 'space_shares' | 'apps', object> =>
  store
    .selectFrom('space_shares')
    .innerJoin('apps', (join) =>
      join
        .onRef('apps.tenant_id', '=', 'space_shares.tenant_id')
        .onRef('apps.id', '=', 'space_shares.resource_id')
        .onRef('apps.space_id', '=', 'space_shares.space_id'),
    )
    .where('space_shares.tenant_id', '=', tenantId)
    .where('space_shares.space_id', '=', spaceId)

/** @throws UnderstudyError SPACES-SHARE-NOT-FOUND */
export const findShare = async (
  store: Store | StoreTransaction,
  tenantId: string,
  spaceId: string,
  shareId: string,
): Promise<NamedShareRow> => {
  const row = await sharesOfSpace(store, tenantId, spaceId)
    .selectAll('space_shares')
    .select('apps.name as resource_name')
    .where('space_shares.id', '=', shareId)
    .executeTakeFirst()
  if (row === undefined) throw shareNotFound(shareId)
  return row
}
