import { rest, scopesCover } from '@understudy/contract'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { StoreSchema } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/**
 * The spaces that a caller may see: administrators of spaces all of them, others their own ones of the types that the
 * token may read.
 */
export const visibleSpaces = (
  { store, tenant }: TenantContext,
  caller: Caller,
): SelectQueryBuilder<StoreSchema, 'spaces', object> => {
  const ofTenant = store.selectFrom('spaces').where('spaces.tenant_id', '=', tenant.id)
  if (scopesCover(caller.scopes, 'admin.spaces:read')) return ofTenant
  const types = rest.spaceTypes.filter((type) => scopesCover(caller.scopes, `spaces.${type}:read`))
  if (types.length === 0) return ofTenant.where(sql<boolean>`1 = 0`)
  return ofTenant.where('spaces.owner_id', '=', caller.userId).where('spaces.type', 'in', types)
}
