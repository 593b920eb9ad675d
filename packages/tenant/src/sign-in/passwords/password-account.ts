import { foldCase } from '../../listing/filter-condition.js'
import type { Store } from '../../store/schema.js'

/** A user of the built-in directory. */
export interface PasswordAccount {
  readonly userId: string
  readonly hash: string
}

/**
 * Finds who signs in under a name: the user with that subject, else the only one with that email address. Of several with
 * the same address none is meant. Only active people who have a password count.
 */
export const findPasswordAccount = async (
  store: Store,
  tenantId: string,
  login: string,
): Promise<PasswordAccount | undefined> => {
  const folded = foldCase(login.trim())
  const rows = await store
    .selectFrom('users')
    .innerJoin('passwords', (join) =>
      join.onRef('passwords.tenant_id', '=', 'users.tenant_id').onRef('passwords.user_id', '=', 'users.id'),
    )
    .select(['users.id', 'users.subject_folded', 'passwords.hash'])
    .where('users.tenant_id', '=', tenantId)
    .where((where) => where.or([where('users.subject_folded', '=', folded), where('users.email_folded', '=', folded)]))
    .where('users.status', '=', 'active')
    .where('users.client_id', 'is', null)
    .limit(3)
    .execute()
  const found = rows.find((row) => row.subject_folded === folded) ?? (rows.length === 1 ? rows[0] : undefined)
  return found && { userId: found.id, hash: found.hash }
}
