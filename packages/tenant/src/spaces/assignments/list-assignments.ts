import type { rest } from '@understudy/contract'
import { sql } from 'kysely'
import { fetchPage } from '../../listing/page.js'
import type { SpaceAssignmentRow } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findManagedSpace } from '../read-space.js'
import { type AssignmentRecord, assignmentRecord } from './assignment-rows.js'
import { assignmentNotFound } from './change-assignment.js'

/** A page of assignments, with the number of all that match. */
export interface AssignmentList {
  readonly assignments: readonly AssignmentRecord[]
  readonly next?: string
  readonly prev?: string
  readonly count: number
}

/**
 * Lists the assignments of a space, in the order of their making, for whoever manages it (contract 4.4).
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listAssignments = async (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  query: rest.SpaceAssignmentListQuery,
): Promise<AssignmentList> => {
  const { store, tenant, cursorKey } = context
  const { type, assigneeId } = query
  await findManagedSpace(store, tenant.id, caller, spaceId, 'oversees')
  const matching = store
    .selectFrom('space_assignments')
    .where('space_assignments.tenant_id', '=', tenant.id)
    .where('space_assignments.space_id', '=', spaceId)
    .$if(type !== undefined, (rows) => rows.where('space_assignments.assignee_type', '=', type ?? 'user'))
    .$if(assigneeId !== undefined, (rows) => rows.where('space_assignments.assignee_id', '=', assigneeId ?? ''))
  const { rows, ...cursors } = await fetchPage(
    {
      query: matching.selectAll('space_assignments'),
      sortedBy: sql.ref<string>('space_assignments.created_at'),
      sortValue: (row: SpaceAssignmentRow) => row.created_at,
      id: sql.ref<string>('space_assignments.id'),
      descending: false,
      binding: {
        tenantId: tenant.id,
        list: `assignments of ${spaceId}`,
        sort: '+createdAt',
        filter: JSON.stringify([type, assigneeId]),
      },
      cursorKey,
    },
    query,
  )
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { assignments: rows.map(assignmentRecord), ...cursors, count: Number(count) }
}

/**
 * The assignment with that id.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-ASSIGNMENT-NOT-FOUND
 */
export const readAssignment = async (
  { store, tenant }: TenantContext,
  caller: Caller,
  spaceId: string,
  assignmentId: string,
): Promise<AssignmentRecord> => {
  await findManagedSpace(store, tenant.id, caller, spaceId, 'oversees')
  const row = await store
    .selectFrom('space_assignments')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('space_id', '=', spaceId)
    .where('id', '=', assignmentId)
    .executeTakeFirst()
  if (row === undefined) throw assignmentNotFound(assignmentId)
  return assignmentRecord(row)
}
