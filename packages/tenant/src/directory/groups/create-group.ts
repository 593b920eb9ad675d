import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { resolveRoles } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import { replaceGroupRoles } from './group-roles.js'
import type { GroupRecord } from './group-rows.js'
import { insertGroup } from './insert-group.js'
import { readGroup } from './read-group.js'

/**
 * Creates a group (contract 4.2). Names are case-sensitive and unique among the groups of one provider type.
 *
 * @throws UnderstudyError GROUPS-DUPLICATE-NAME, GROUPS-LIMIT, ROLES-UNKNOWN, REST-PRIVILEGE-ESCALATION
 */
export const createGroup = async (
  context: TenantContext,
  caller: Caller,
  body: rest.GroupCreate,
): Promise<GroupRecord> => {
  const { tenant, clock, randomness } = context
  const roles = await resolveRoles(context.store, tenant.id, body.assignedRoles ?? [], '/assignedRoles')
  assertRolesGrantable(roles, caller.scopes)
  const group = {
    id: randomness.bytes(12).toString('hex'),
    name: body.name,
    description: body.description ?? null,
    providerType: body.providerType ?? 'idp',
    createdBy: caller.userId,
    createdAt: new Date(clock()).toISOString(),
  }
  return auditedChange(context, async (transaction, note) => {
    if (!(await insertGroup(transaction, tenant.id, group))) throw duplicateGroupName('/name')
    await replaceGroupRoles(transaction, tenant.id, group.id, roles)
    note({ event: 'group.created', outcome: 'success', ...caller.trace, subject: group.id })
    return readGroup(transaction, tenant.id, group.id)
  })
}

/** The refusal for a name that another group of the provider type has. */
export const duplicateGroupName = (pointer: string): UnderstudyError =>
  new UnderstudyError('GROUPS-DUPLICATE-NAME', 'Another group of this providerType has the name.', {
    source: { pointer },
  })
