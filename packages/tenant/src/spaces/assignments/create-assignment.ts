import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertAssignee } from '../assignee.js'
import { findManagedSpace } from '../read-space.js'
import { foreignRole } from '../space-roles.js'
import { type AssignmentRecord, assignmentRecord, givenByAssignment } from './assignment-rows.js'
import { insertAssignment } from './insert-assignment.js'

/**
 * Gives a user, a group or a bot roles in a space (contract 4.4): one assignment for each of them.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-UNKNOWN-ROLE, SPACES-UNKNOWN-ASSIGNEE,
 *   SPACES-DUPLICATE-ASSIGNMENT
 */
export const createAssignment = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  body: rest.SpaceAssignmentCreate,
): Promise<AssignmentRecord> => {
  const { tenant, clock, randomness, identityChanges } = context
  return auditedChange(
    context,
    async (transaction, note) => {
      const space = await findManagedSpace(transaction, tenant.id, caller, spaceId)
      assertRoles(space.type, body.roles)
      await assertAssignee(transaction, tenant.id, body)
      const row = await insertAssignment(transaction, {
        id: randomness.bytes(12).toString('hex'),
        space,
        assigneeType: body.type,
        assigneeId: body.assigneeId,
        roles: body.roles,
        createdBy: caller.userId,
        createdAt: new Date(clock()).toISOString(),
      })
      if (row === undefined)
        throw new UnderstudyError('SPACES-DUPLICATE-ASSIGNMENT', `The ${body.type} has an assignment in the space.`)
      note({
        event: 'space.assignment.created',
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

/** @throws UnderstudyError SPACES-UNKNOWN-ROLE for a role that spaces of the type do not have */
export const assertRoles = (type: rest.SpaceTypeName, roles: readonly rest.SpaceRole[]): void => {
  const foreign = foreignRole(type, roles)
  if (foreign !== undefined)
    throw new UnderstudyError('SPACES-UNKNOWN-ROLE', `Spaces of type "${type}" have no role "${foreign}".`, {
      source: { pointer: `/roles/${roles.indexOf(foreign)}` },
    })
}
