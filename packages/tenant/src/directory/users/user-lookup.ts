import { UnderstudyError } from '@understudy/contract'
import type { Caller } from '../../tenants/caller.js'
import type { UserFilter } from './user-filter.js'
import { userViewOf } from './user-view.js'

/** What names one user, or the few that share a mail address. */
const naming: ReadonlySet<string> = new Set(['id', 'subject', 'email'])

/**
 * Whether a filter asks for users that the caller knows of already: comparisons by `eq`, all of which apply, at least one
 * of them with an id, a subject or a mail address. An empty mail address is that of everybody who has none.
 */
const isExact = (filter: UserFilter): boolean => {
  if (filter.kind === 'or') return false
  const comparisons = filter.kind === 'and' ? filter.operands : [filter]
  let names = false
  for (const comparison of comparisons) {
    if (comparison.kind !== 'comparison' || comparison.operator !== 'eq') return false
    if (naming.has(comparison.attribute)) {
      if (comparison.value === '') return false
      names = true
    } else if (comparison.attribute !== 'status') return false
  }
  return names
}

/**
 * Decides whether the caller may read what the filter finds: administrators read every list; the machine of a host looks
 * up whom it knows (contract 4.1, "How published hosts look users up"); people read no list.
 *
 * @param filter undefined for the list of all users
 * @throws UnderstudyError USERS-LOOKUP-ONLY for a machine, AUTH-INSUFFICIENT-SCOPE for a person
 */
export const assertMayFind = (caller: Caller, filter: UserFilter | undefined): void => {
  const view = userViewOf(caller)
  if (view === 'administrator') return
  if (view === 'machine' && filter !== undefined && isExact(filter)) return
  if (view === 'person')
    throw new UnderstudyError(
      'AUTH-INSUFFICIENT-SCOPE',
      'Lists of users need the scope admin.users:read. A person’s token reads users/me and users/{id}; the machine of a host finds users by its own token.',
    )
  throw new UnderstudyError(
    'USERS-LOOKUP-ONLY',
    filter === undefined ? 'The request has no filter.' : 'The filter does more than name users by `eq`.',
    { source: { parameter: 'filter' } },
  )
}
