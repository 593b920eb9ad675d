import { foldCase } from '../listing/filter-condition.js'
import type { StoreTransaction } from '../store/schema.js'
import type { KnownUser, VouchedUser } from './vouched-user.js'

/**
 * Writes what the provider says and the row does not, and makes the user active.
 *
 * @returns the names of what changed
 */
export const updateVouchedProfile = async (
  transaction: StoreTransaction,
  user: KnownUser,
  { name, email, picture, locale, zoneinfo }: VouchedUser,
): Promise<string[]> => {
  const columns = {
    ...(name !== undefined && name !== user.name && { name, name_folded: foldCase(name) }),
    ...(email !== undefined && email !== user.email && { email, email_folded: foldCase(email) }),
    ...(picture !== undefined && picture !== user.picture && { picture }),
    ...(locale !== undefined && locale !== user.locale && { locale }),
    ...(zoneinfo !== undefined && zoneinfo !== user.zoneinfo && { zoneinfo }),
    ...(user.status !== 'active' && { status: 'active' as const, invite_expiry: null }),
  }
  // The folded copies and the end of the invitation follow from the others.
  const changed = Object.keys(columns).filter((column) => !column.includes('_'))
  if (changed.length === 0) return []
  await transaction
    .updateTable('users')
    .set(columns)
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.id)
    .execute()
  return changed
}
