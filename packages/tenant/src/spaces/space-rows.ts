import type { rest } from '@understudy/contract'
import type { SpaceRow } from '../store/schema.js'

/** A space as REST shows it, but for its links. */
export type SpaceRecord = Omit<rest.Space, 'links'>

/** Roles that can be assigned in a space, by its type (contract 4.4). */
const assignableRoles: Readonly<Record<rest.SpaceTypeName, readonly string[]>> = {
  shared: ['codeveloper', 'consumer', 'dataconsumer', 'facilitator', 'producer'],
  managed: ['consumer', 'contributor', 'dataconsumer', 'facilitator', 'publisher', 'basicconsumer'],
  data: ['consumer', 'dataconsumer', 'datapreview', 'facilitator', 'operator', 'producer', 'publisher'],
}

/** A row of `spaces` as REST shows it. The owner has all roles implicitly, so none is listed (contract 4.4). */
export const spaceRecord = (row: SpaceRow): SpaceRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  ...(row.description !== null && { description: row.description }),
  type: row.type,
  ...(row.owner_id !== null && { ownerId: row.owner_id }),
  createdAt: row.created_at,
  ...(row.created_by !== null && { createdBy: row.created_by }),
  updatedAt: row.updated_at,
  meta: { actions: ['read'], assignableRoles: [...assignableRoles[row.type]], roles: [] },
})
