import { UnderstudyError } from '@understudy/contract'
import { missingAdminScope } from '../privileges/missing-admin-scope.js'
import type { DefaultRole } from './default-roles.js'

/**
 * Nobody gives what they do not have: a role may be given or taken only with a token that covers its admin scopes, else
 * whoever manages users could make themselves administrator.
 *
 * @param scopes scopes of the presented token
 * @throws UnderstudyError REST-PRIVILEGE-ESCALATION
 */
export const assertRolesGrantable = (roles: readonly DefaultRole[], scopes: readonly string[]): void => {
  for (const { name, assignedScopes } of roles) {
    const missing = missingAdminScope(assignedScopes, scopes)
    if (missing === undefined) continue
    throw new UnderstudyError(
      'REST-PRIVILEGE-ESCALATION',
      `The role ${name} gives the scope ${missing}; the token lacks it.`,
    )
  }
}
