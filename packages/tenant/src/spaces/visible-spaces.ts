import { rest, scopesCover } from '@understudy/contract'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Store, StoreSchema, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import { concernsUser } from './assigned-to.js'

/**
 * The spaces that a caller may see: administrators of spaces all of them, others those that they own or have a role in, of
 * the types that the token may read.
 */
export const visibleSpaces = (
  store: Store | StoreTransaction,
  tenantId: string,
  { userId, scopes }: Caller,
): SelectQueryBuilder<StoreSchema, 'spaces', object> => {
  const ofTenant = store.selectFrom('spaces').where('spaces.tenant_id', '=', tenantId)
  if (scopesCover(scopes, 'admin.spaces:read')) return ofTenant
  const types = rest.spaceTypes.filter((type) => scopesCover(scopes, `spaces.${type}:read`))
  if (types.length === 0) return ofTenant.where(sql<boolean>`1 = 0`)
  return ofTenant
    .where('spaces.type', 'in', types)
    .where((builder) =>
      builder.or([
        builder('spaces.owner_id', '=', userId),
        builder.exists(
          builder
            .selectFrom('space_assignments')
            .select('space_assignments.id')
            .whereRef('space_assignments.tenant_id', '=', 'spaces.tenant_id')
            .whereRef('space_assignments.space_id', '=', 'spaces.id')
            .where(concernsUser('space_assignments', userId)),
        ),
      ]),
    )
}
