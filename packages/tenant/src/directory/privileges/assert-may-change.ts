import { UnderstudyError } from '@understudy/contract'
import type { StoreTransaction } from '../../store/schema.js'
import { missingAdminScope } from './missing-admin-scope.js'
import { rightsColumn } from './rights-column.js'
import { ordinaryRights, type UserRights, userRights } from './user-rights.js'

/** What a user may do now; no more than anybody where there is no such user. */
export const rightsOf = async (
  transaction: StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<UserRights> => {
  const user = await transaction
    .selectFrom('users')
    .select(rightsColumn)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst()
  return user === undefined ? ordinaryRights : userRights(user.role_scopes)
}

/**
 * Whoever administers is changed only with a token that may do as much: else whoever manages users could take an
 * administrator's roles, and with them the protection against impersonation.
 *
 * @param rights that the user had before the change
 * @param scopes scopes of the presented token
 * @throws UnderstudyError REST-PRIVILEGE-ESCALATION
 */
export const assertMayChange = (rights: UserRights, scopes: readonly string[]): void => {
  const missing = missingAdminScope(rights.scopes, scopes)
  if (missing === undefined) return
  throw new UnderstudyError(
    'REST-PRIVILEGE-ESCALATION',
    `The user has the right ${missing} by a role, directly or by a group; the token does not.`,
  )
}
