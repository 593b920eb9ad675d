import { UnderstudyError } from '@understudy/contract'
import type { SpaceRow, Store, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { rolesInSpaces } from './caller-roles.js'
import { type SpaceRecord, spaceRecords, standingIn } from './space-rows.js'
import { visibleSpaces } from './visible-spaces.js'

/**
 * The space with that id.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, also for a space that the caller may not see
 */
export const readSpace = async (context: TenantContext, caller: Caller, spaceId: string): Promise<SpaceRecord> => {
  const row = await findVisibleSpace(context.store, context.tenant.id, caller, spaceId)
  const [space] = await spaceRecords(context.store, caller, [row])
  if (space === undefined) throw spaceNotFound(spaceId)
  return space
}

/** @throws UnderstudyError SPACES-NOT-FOUND, also for a space that the caller may not see */
export const findVisibleSpace = async (
  store: Store | StoreTransaction,
  tenantId: string,
  caller: Caller,
  spaceId: string,
): Promise<SpaceRow> => {
  const row = await visibleSpaces(store, tenantId, caller)
    .selectAll('spaces')
    .where('spaces.id', '=', spaceId)
    .executeTakeFirst()
  if (row === undefined) throw spaceNotFound(spaceId)
  return row
}

/**
 * The space, for a caller who manages it: its owner, a facilitator, or an administrator of spaces.
 *
 * @param need `oversees`: a token that may only read will do; `owns`: only the owner and administrators will
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN
 */
export const findManagedSpace = async (
  store: Store | StoreTransaction,
  tenantId: string,
  caller: Caller,
  spaceId: string,
  need: 'oversees' | 'manages' | 'owns' = 'manages',
): Promise<SpaceRow> => {
  const space = await findVisibleSpace(store, tenantId, caller, spaceId)
  const roles = await rolesInSpaces(store, tenantId, caller.userId, [spaceId])
  if (standingIn(space, caller, roles.get(spaceId))[need]) return space
  throw new UnderstudyError(
    'SPACES-FORBIDDEN',
    `The user of the token does not ${need === 'owns' ? 'own' : 'manage'} the space.`,
  )
}

const spaceNotFound = (spaceId: string): UnderstudyError =>
  new UnderstudyError('SPACES-NOT-FOUND', `There is no space ${JSON.stringify(spaceId)} that the token may read.`)
