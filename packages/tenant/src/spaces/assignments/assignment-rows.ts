import type { rest } from '@understudy/contract'
import type { GivenRoles } from '../../audit/audit-event.js'
import type { SpaceAssignmentRow } from '../../store/schema.js'

/** An assignment as REST shows it, but for its links. */
export type AssignmentRecord = Omit<rest.SpaceAssignment, 'links'>

/** A row of `space_assignments` as REST shows it. */
export const assignmentRecord = (row: SpaceAssignmentRow): AssignmentRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  spaceId: row.space_id,
  type: row.assignee_type,
  assigneeId: row.assignee_id,
  roles: JSON.parse(row.roles),
  createdAt: row.created_at,
  ...(row.created_by !== null && { createdBy: row.created_by }),
  updatedAt: row.updated_at,
  ...(row.updated_by !== null && { updatedBy: row.updated_by }),
})

/** An assignment as the journal tells it. */
export const givenByAssignment = (row: Pick<SpaceAssignmentRow, 'assignee_id' | 'roles'>): GivenRoles => ({
  assigneeId: row.assignee_id,
  roles: JSON.parse(row.roles),
})
