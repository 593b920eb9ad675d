import { rest, UnderstudyError } from '@understudy/contract'
import type { Store, StoreTransaction } from '../../store/schema.js'
import { everyoneRecord, type GroupRecord, groupRecords } from './group-rows.js'

/**
 * The group with that id; the system group too.
 *
 * @throws UnderstudyError GROUPS-7 when the tenant has no such group
 */
export const readGroup = async (
  store: Store | StoreTransaction,
  tenantId: string,
  groupId: string,
): Promise<GroupRecord> => {
  if (groupId === rest.everyoneGroup.id) return everyoneRecord(store, tenantId)
  const row = await store
    .selectFrom('groups')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', groupId)
    .executeTakeFirst()
  const [group] = row === undefined ? [] : await groupRecords(store, tenantId, [row])
  if (group === undefined) throw groupNotFound(groupId)
  return group
}

/** The refusal for an id that no group of the tenant has. */
export const groupNotFound = (groupId: string): UnderstudyError =>
  new UnderstudyError('GROUPS-7', `The tenant has no group with the id ${JSON.stringify(groupId)}.`)
