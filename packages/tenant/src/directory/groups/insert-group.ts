import { UnderstudyError } from '@understudy/contract'
import { foldCase } from '../../listing/filter-condition.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { GroupRow, StoreTransaction } from '../../store/schema.js'
import { assertOpenGroupName } from '../reserved-names.js'

/** Groups per tenant (contract 4.2). */
const maximumGroups = 10_000

/** A group about to be made. */
export interface NewGroup {
  /** 24 hexadecimal digits. */
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly providerType: GroupRow['provider_type']
  /** Id of a user; null where a login or a client makes the group. */
  readonly createdBy: string | null
  /** ISO 8601. */
  readonly createdAt: string
}

/**
 * Writes a group.
 *
 * @returns false, and writes nothing, when a group of the same provider type has the name
 * @throws UnderstudyError GROUPS-RESERVED-NAME, GROUPS-LIMIT
 */
export const insertGroup = async (
  transaction: StoreTransaction,
  tenantId: string,
  group: NewGroup,
): Promise<boolean> => {
  assertOpenGroupName(group.name, '/name')
  await lockTenant(transaction, tenantId)
  await assertRoomForGroup(transaction, tenantId)
  const inserted = await transaction
    .insertInto('groups')
    .values({
      tenant_id: tenantId,
      id: group.id,
      name: group.name,
      name_folded: foldCase(group.name),
      description: group.description,
      provider_type: group.providerType,
      status: 'active',
      created_at: group.createdAt,
      created_by: group.createdBy,
      updated_at: group.createdAt,
      updated_by: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'provider_type', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

const assertRoomForGroup = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  const { total } = await transaction
    .selectFrom('groups')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  if (Number(total) >= maximumGroups)
    throw new UnderstudyError('GROUPS-LIMIT', `A tenant has at most ${maximumGroups} groups.`)
}
