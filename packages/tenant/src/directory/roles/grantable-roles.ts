import { scopesCover, UnderstudyError } from '@understudy/contract'
import type { Role } from './role.js'

/**
 * Nobody gives what they do not have: a role of level `admin` may be given or taken only with a token that carries
 * `admin_classic`, else whoever manages users could make themselves administrator.
 *
 * @param scopes scopes of the presented token
 * @throws UnderstudyError REST-PRIVILEGE-ESCALATION
 */
export const assertRolesGrantable = (roles: readonly Role[], scopes: readonly string[]): void => {
  const tooPowerful = roles.find((role) => role.level === 'admin' && !scopesCover(scopes, 'admin_classic'))
  if (tooPowerful === undefined) return
  throw new UnderstudyError(
    'REST-PRIVILEGE-ESCALATION',
    `The role ${tooPowerful.name} is of level admin; the token lacks the scope admin_classic.`,
  )
}
