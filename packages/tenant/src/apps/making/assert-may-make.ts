import { scopesCover, UnderstudyError } from '@understudy/contract'
import { scopesOfUserRoles } from '../../directory/privileges/scopes-of-roles.js'
import { findVisibleSpace } from '../../spaces/read-space.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import { mayMakeIn, mayPublishInto, standingsIn } from '../app-rights.js'

/** Most apps that one user may own. */
const mostAppsOfUser = 1000

/** Where an app is to be, and how it gets there. */
export interface AppPlace {
  /** Null: the personal space of the caller. */
  readonly spaceId: string | null
  readonly by: 'making' | 'publishing'
}

/**
 * Lets only those pass who may put an app into a space, or into their personal one (contract 4.4), while they own fewer
 * apps than they may. Locks the space against being deleted meanwhile, and the tenant against further apps.
 *
 * @throws UnderstudyError APP-CREATE-FORBIDDEN, APP-LIMIT, APP-PUBLISH, SPACES-NOT-FOUND
 */
export const assertMayMake = async (
  transaction: StoreTransaction,
  tenantId: string,
  caller: Caller,
  { spaceId, by }: AppPlace,
): Promise<void> => {
  await lockTenant(transaction, tenantId)
  const { count } = await transaction
    .selectFrom('apps')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('owner_id', '=', caller.userId)
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostAppsOfUser)
    throw new UnderstudyError('APP-LIMIT', `The user owns ${mostAppsOfUser} apps already.`)
  if (spaceId === null) return assertMayMakePersonal(transaction, tenantId, caller)
  const space = await findVisibleSpace(transaction, tenantId, caller, spaceId)
  await transaction
    .updateTable('spaces')
    .set((builder) => ({ name: builder.ref('name') }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', spaceId)
    .execute()
  if (by === 'publishing' && space.type !== 'managed')
    throw new UnderstudyError('APP-PUBLISH', 'Apps are published into spaces of type managed.')
  if (scopesCover(caller.scopes, 'admin.apps')) return
  const standings = await standingsIn(transaction, tenantId, caller, space)
  if (by === 'publishing' ? mayPublishInto(standings) : mayMakeIn(space.type, standings)) return
  throw new UnderstudyError('APP-CREATE-FORBIDDEN', 'The user of the token has no role that puts apps into the space.')
}

/** Apps run SQL on the tenant's machine, so that making them is no right of every user. */
export const assertMayMakePersonal = async (
  transaction: StoreTransaction,
  tenantId: string,
  { userId, scopes }: Caller,
): Promise<void> => {
  if (scopesCover(scopes, 'admin.apps')) return
  const given = await scopesOfUserRoles(transaction, tenantId, userId)
  if (scopesCover(scopes, 'apps') && (scopesCover(given, 'apps') || scopesCover(given, 'admin.apps'))) return
  throw new UnderstudyError('APP-CREATE-FORBIDDEN', 'No role lets the user make apps in the personal space.')
}
