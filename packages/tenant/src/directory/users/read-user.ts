import { UnderstudyError } from '@understudy/contract'
import type { Store, StoreTransaction } from '../../store/schema.js'
import { type UserRecord, userRecords } from './user-rows.js'

/**
 * The user with that id.
 *
 * @throws UnderstudyError USERS-7 when the tenant has no such user
 */
export const readUser = async (
  store: Store | StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<UserRecord> => {
  const row = await store
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst()
  const [user] = row === undefined ? [] : await userRecords(store, tenantId, [row])
  if (user === undefined) throw userNotFound(userId)
  return user
}

/** The refusal for an id that no user of the tenant has. */
export const userNotFound = (userId: string): UnderstudyError =>
  new UnderstudyError('USERS-7', `The tenant has no user with the id ${JSON.stringify(userId)}.`)

/** How many users the tenant has, bot users included. */
export const countUsers = async (store: Store, tenantId: string): Promise<number> => {
  const { total } = await store
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  return Number(total)
}
