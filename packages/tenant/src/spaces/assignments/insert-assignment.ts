import type { rest } from '@understudy/contract'
import type { SpaceAssignmentRow, SpaceRow, StoreTransaction } from '../../store/schema.js'
import { opensApps, orderedRoles } from '../space-roles.js'

/** An assignment about to be made. */
export interface NewAssignment {
  /** 24 hexadecimal digits. */
  readonly id: string
  readonly space: Pick<SpaceRow, 'tenant_id' | 'id' | 'type'>
  readonly assigneeType: SpaceAssignmentRow['assignee_type']
  readonly assigneeId: string
  readonly roles: readonly rest.SpaceRole[]
  /** Id of a user; null for the operator. */
  readonly createdBy: string | null
  /** ISO 8601. */
  readonly createdAt: string
}

/** Roles as the columns of an assignment. */
export const roleColumns = (
  type: rest.SpaceTypeName,
  roles: readonly rest.SpaceRole[],
): Pick<SpaceAssignmentRow, 'roles' | 'opens_apps'> => ({
  roles: JSON.stringify(orderedRoles(type, roles)),
  opens_apps: opensApps(roles) ? 1 : 0,
})

/**
 * Writes an assignment.
 *
 * @returns its row; undefined, and nothing is written, when the assignee has one in the space
 */
export const insertAssignment = (
  transaction: StoreTransaction,
  { id, space, assigneeType, assigneeId, roles, createdBy, createdAt }: NewAssignment,
): Promise<SpaceAssignmentRow | undefined> =>
  transaction
    .insertInto('space_assignments')
    .values({
      tenant_id: space.tenant_id,
      id,
      space_id: space.id,
      assignee_type: assigneeType,
      assignee_id: assigneeId,
      ...roleColumns(space.type, roles),
      created_at: createdAt,
      created_by: createdBy,
      updated_at: createdAt,
      updated_by: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'space_id', 'assignee_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
