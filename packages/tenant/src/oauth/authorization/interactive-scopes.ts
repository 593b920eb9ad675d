import { UnderstudyError } from '@understudy/contract'
import { grantScopes, heldScopes } from '../granted-scopes.js'
import type { SubjectUser } from '../grants/subject-user.js'

/**
 * Decides the scopes of a user's own sign-in (contract 1.8). The client must be allowed all that it asks for; of that the
 * user gives what they have, since an application cannot know beforehand who signs in. The token's `scope` tells.
 *
 * @throws UnderstudyError `OAUTH-INVALID-SCOPE` naming what the client is not allowed, or when nothing is left
 */
export const interactiveScopes = (
  requested: readonly string[],
  allowed: readonly string[],
  user: Pick<SubjectUser, 'privilege'>,
): string[] => {
  const { adminScopes } = user.privilege
  const granted = grantScopes({ requested: requested.join(' '), allowed, adminScopes: ['admin_classic'] })
  const held = heldScopes(granted, adminScopes)
  if (held.length === 0) throw new UnderstudyError('OAUTH-INVALID-SCOPE', 'The user has none of the requested scopes.')
  return held
}
