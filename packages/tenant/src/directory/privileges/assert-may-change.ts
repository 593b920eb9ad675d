import { scopesCover, UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../../store/schema.js'
import { type Privilege, privilegeColumn, readPrivilege } from './privilege-columns.js'

/** How much a user may administer now; nothing where there is no such user. */
export const privilegeOf = async (
  transaction: StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<Privilege> => {
  const user = await transaction
    .selectFrom('users')
    .select((builder) => privilegeColumn(builder).as('privilege'))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst()
  return readPrivilege(user?.privilege ?? null)
}

/**
 * Whoever administers is changed only with a token that carries `admin_classic`: else whoever manages users could take an
 * administrator's roles, and with them the protection against impersonation.
 *
 * @param privilege that the user had before the change
 * @param scopes scopes of the presented token
 * @throws UnderstudyError REST-PRIVILEGE-ESCALATION
 */
export const assertMayChange = (privilege: Privilege, scopes: readonly string[]): void => {
  if (!privilege.administers || scopesCover(scopes, 'admin_classic')) return
  throw new UnderstudyError(
    'REST-PRIVILEGE-ESCALATION',
    'The user has a role of level admin, directly or by a group; the token lacks the scope admin_classic.',
  )
}
