import type { rest } from '@understudy/contract'
import type { Store, StoreTransaction } from '../store/schema.js'
import { concernsUser } from './assigned-to.js'

/** The roles that are assigned to a user in each of the spaces, directly or by a group; none where there is no entry. */
export const rolesInSpaces = async (
  store: Store | StoreTransaction,
  tenantId: string,
  userId: string,
  spaceIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<rest.SpaceRole>>> => {
  if (spaceIds.length === 0) return new Map()
  const rows = await store
    .selectFrom('space_assignments')
    .select(['space_assignments.space_id', 'space_assignments.roles'])
    .where('space_assignments.tenant_id', '=', tenantId)
    .where('space_assignments.space_id', 'in', spaceIds)
    .where(concernsUser('space_assignments', userId))
    .execute()
  const bySpace = new Map<string, Set<rest.SpaceRole>>()
  for (const { space_id, roles } of rows) {
    const known = bySpace.get(space_id) ?? new Set()
    for (const role of JSON.parse(roles) as rest.SpaceRole[]) known.add(role)
    bySpace.set(space_id, known)
  }
  return bySpace
}
