import { type rest, type Scope, scopesCover, UnderstudyError } from '@understudy/contract'
import { scopesOfUserRoles } from '../directory/privileges/scopes-of-roles.js'
import type { StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'

/** What it takes to make a space, by its type; contract 1.8 has a scope of its own for shared ones only. */
const creatingScopes: Readonly<Record<rest.SpaceTypeName, Scope>> = {
  shared: 'spaces.shared:create',
  managed: 'spaces.managed',
  data: 'spaces.data',
}

/**
 * Spaces are made by administrators of spaces, and by users to whom a role gives the scope of the type (contract 4.3):
 * `user_default` covers it in a token, but making spaces is no right of every user.
 *
 * @throws UnderstudyError AUTH-INSUFFICIENT-SCOPE for what the token lacks, SPACES-CREATE-FORBIDDEN for what the user lacks
 */
export const assertMayCreateSpace = async (
  transaction: StoreTransaction,
  tenantId: string,
  { userId, scopes }: Caller,
  type: rest.SpaceTypeName,
): Promise<void> => {
  if (scopesCover(scopes, 'admin.spaces')) return
  const needed = creatingScopes[type]
  if (!scopesCover(scopes, needed))
    throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', `The request needs the scope ${needed} or admin.spaces.`)
  const given = await scopesOfUserRoles(transaction, tenantId, userId)
  if (scopesCover(given, needed) || scopesCover(given, 'admin.spaces')) return
  throw new UnderstudyError('SPACES-CREATE-FORBIDDEN', `No role lets the user create spaces of the type ${type}.`)
}
