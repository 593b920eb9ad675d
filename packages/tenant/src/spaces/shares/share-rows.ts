import { type rest, UnderstudyError } from '@understudy/contract'
import type { GivenRoles } from '../../audit/audit-event.js'
import type { SpaceShareRow } from '../../store/schema.js'

/** A share as REST shows it, but for its links. */
export type ShareRecord = Omit<rest.SpaceShare, 'links'>

/** A row of `space_shares` with the name of its app. */
export interface NamedShareRow extends SpaceShareRow {
  readonly resource_name: string
}

/** A share as REST shows it. */
export const shareRecord = (row: NamedShareRow): ShareRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  spaceId: row.space_id,
  type: row.assignee_type,
  assigneeId: row.assignee_id,
  resourceId: row.resource_id,
  resourceName: row.resource_name,
  resourceType: 'app',
  roles: JSON.parse(row.roles),
  createdAt: row.created_at,
  createdBy: row.created_by,
  updatedAt: row.updated_at,
  ...(row.updated_by !== null && { updatedBy: row.updated_by }),
})

/** A share as the journal tells it. */
export const givenByShare = (row: Pick<SpaceShareRow, 'assignee_id' | 'resource_id' | 'roles'>): GivenRoles => ({
  assigneeId: row.assignee_id,
  resourceId: row.resource_id,
  roles: JSON.parse(row.roles),
})

/** The refusal for an id that no share of the space has. */
export const shareNotFound = (shareId: string): UnderstudyError =>
  new UnderstudyError('SPACES-SHARE-NOT-FOUND', `The space has no share ${JSON.stringify(shareId)}.`)
