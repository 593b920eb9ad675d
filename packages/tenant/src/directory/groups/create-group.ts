import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { resolveRoles } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import { replaceGroupRoles } from './group-roles.js'
import type { GroupRecord } from './group-rows.js'
import { readGroup } from './read-group.js'

/** Groups per tenant (contract 4.2). */
const maximumGroups = 10_000

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
  const roles = resolveRoles(body.assignedRoles ?? [], '/assignedRoles')
  assertRolesGrantable(roles, caller.scopes)
  const id = randomness.bytes(12).toString('hex')
  const now = new Date(clock()).toISOString()
  return auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    await assertRoomForGroup(transaction, tenant.id)
    const inserted = await transaction
      .insertInto('groups')
      .values({
        tenant_id: tenant.id,
        id,
        name: body.name,
        name_folded: foldCase(body.name),
        description: body.description ?? null,
        provider_type: body.providerType ?? 'idp',
        status: body.status ?? 'active',
        created_at: now,
        created_by: caller.userId,
        updated_at: now,
        updated_by: null,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'provider_type', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted === undefined) throw duplicateGroupName('/name')
    await replaceGroupRoles(transaction, tenant.id, id, roles)
    note({ event: 'group.created', outcome: 'success', ...caller.trace, subject: id })
    return readGroup(transaction, tenant.id, id)
  })
}

/** The refusal for a name that another group of the provider type has. */
export const duplicateGroupName = (pointer: string): UnderstudyError =>
  new UnderstudyError('GROUPS-DUPLICATE-NAME', 'Another group of this providerType has the name.', {
    source: { pointer },
  })

const assertRoomForGroup = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  const { total } = await transaction
    .selectFrom('groups')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  if (Number(total) >= maximumGroups)
    throw new UnderstudyError('GROUPS-LIMIT', `A tenant has at most ${maximumGroups} groups.`)
}
