import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findManagedSpace } from '../read-space.js'
import { type AssignmentRecord, assignmentRecord, givenByAssignment } from './assignment-rows.js'
import { assertRoles } from './create-assignment.js'
import { roleColumns } from './insert-assignment.js'

/**
 * Makes the given roles those of an assignment (contract 4.4).
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-UNKNOWN-ROLE, SPACES-ASSIGNMENT-NOT-FOUND
 */
export const changeAssignment = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  assignmentId: string,
  { roles }: rest.SpaceAssignmentUpdate,
): Promise<AssignmentRecord> => {
  const { tenant, clock, identityChanges } = context
  return auditedChange(
    context,
    async (transaction, note) => {
      const space = await findManagedSpace(transaction, tenant.id, caller, spaceId)
      assertRoles(space.type, roles)
      const row = await transaction
        .updateTable('space_assignments')
        .set({
          ...roleColumns(space.type, roles),
          updated_at: new Date(clock()).toISOString(),
          updated_by: caller.userId,
        })
        .where('tenant_id', '=', tenant.id)
        .where('space_id', '=', spaceId)
        .where('id', '=', assignmentId)
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) throw assignmentNotFound(assignmentId)
      note({
        event: 'space.assignment.updated',
        outcome: 'success',
        ...caller.trace,
        subject: spaceId,
        given: givenByAssignment(row),
      })
      return assignmentRecord(row)
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: spaceId }),
  )
}

/**
 * Takes an assignment away.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-ASSIGNMENT-NOT-FOUND
 */
export const deleteAssignment = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  assignmentId: string,
): Promise<void> => {
  const { tenant, identityChanges } = context
  return auditedChange(
    context,
    async (transaction, note) => {
      await findManagedSpace(transaction, tenant.id, caller, spaceId)
      const row = await transaction
        .deleteFrom('space_assignments')
        .where('tenant_id', '=', tenant.id)
        .where('space_id', '=', spaceId)
        .where('id', '=', assignmentId)
        .returning(['assignee_id', 'roles'])
        .executeTakeFirst()
      if (row === undefined) throw assignmentNotFound(assignmentId)
      note({
        event: 'space.assignment.deleted',
        outcome: 'success',
        ...caller.trace,
        subject: spaceId,
        given: givenByAssignment(row),
      })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: spaceId }),
  )
}

/** The refusal for an id that no assignment of the space has. */
export const assignmentNotFound = (assignmentId: string): UnderstudyError =>
  new UnderstudyError('SPACES-ASSIGNMENT-NOT-FOUND', `The space has no assignment ${JSON.stringify(assignmentId)}.`)
