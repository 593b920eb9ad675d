import { type rest, scopesCover } from '@understudy/contract'
import type { SpaceRow, Store, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import { rolesInSpaces } from './caller-roles.js'
import { assignableRoles, managingRole, orderedRoles } from './space-roles.js'

/** A space as REST shows it, but for its links. */
export type SpaceRecord = Omit<rest.Space, 'links'>

/** What a caller is in a space. */
interface Standing {
  readonly roles: readonly rest.SpaceRole[]
  /** Owner, or administrator of spaces. */
  readonly owns: boolean
  readonly manages: boolean
  /** Sees who the members are: whoever manages the space, with a token that may only read too. */
  readonly oversees: boolean
}

/** What the caller is in a space with these roles. The owner has all roles implicitly (contract 4.4). */
export const standingIn = (
  space: Pick<SpaceRow, 'type' | 'owner_id'>,
  { userId, scopes }: Caller,
  roles: ReadonlySet<rest.SpaceRole> = new Set(),
): Standing => {
  const isOwner = space.owner_id === userId
  const isManager = isOwner || roles.has(managingRole)
  const administers = scopesCover(scopes, 'admin.spaces')
  const byOwnScope = scopesCover(scopes, `spaces.${space.type}`)
  return {
    roles: orderedRoles(space.type, [...roles]),
    owns: administers || (byOwnScope && isOwner),
    manages: administers || (byOwnScope && isManager),
    oversees:
      scopesCover(scopes, 'admin.spaces:read') || (scopesCover(scopes, `spaces.${space.type}:read`) && isManager),
  }
}

/** Rows of `spaces` as REST shows them to the caller. Roles that an owner has implicitly are not listed (contract 4.4). */
export const spaceRecords = async (
  store: Store | StoreTransaction,
  caller: Caller,
  rows: readonly SpaceRow[],
): Promise<SpaceRecord[]> => {
  const [first] = rows
  if (first === undefined) return []
  const ids = rows.map((row) => row.id)
  const roles = await rolesInSpaces(store, first.tenant_id, caller.userId, ids)
  return rows.map((row) => spaceRecord(row, standingIn(row, caller, roles.get(row.id))))
}

const spaceRecord = (row: SpaceRow, standing: Standing): SpaceRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  type: row.type,
  ...(row.owner_id !== null && { ownerId: row.owner_id }),
  createdAt: row.created_at,
  ...(row.created_by !== null && { createdBy: row.created_by }),
  updatedAt: row.updated_at,
  meta: {
    actions: actionsOf(row, standing),
    assignableRoles: standing.manages ? [...assignableRoles[row.type]] : [],
    roles: [...standing.roles],
  },
})

const actionsOf = ({ type }: SpaceRow, { roles, owns, manages }: Standing): string[] => [
  'read',
  ...(manages ? ['update'] : []),
  ...(owns ? ['delete', 'change_owner'] : []),
  ...(type === 'managed' && (owns || roles.includes('publisher')) ? ['publish'] : []),
]
