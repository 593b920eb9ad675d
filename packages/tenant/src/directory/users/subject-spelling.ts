import { foldCase } from '../../listing/filter-condition.js'
import type { Store, StoreTransaction } from '../../store/schema.js'

/**
 * Whether a user of the tenant has the subject in other upper and lower case. A subject is compared character by
 * character, as providers name people; that none is another's in other case is since section access ignores case. Who
 * asks with another spelling is refused, and told so.
 */
export const hasOtherSpelling = async (
  store: Store | StoreTransaction,
  tenantId: string,
  subject: string,
): Promise<boolean> => {
  const user = await store
    .selectFrom('users')
    .select('subject')
    .where('tenant_id', '=', tenantId)
    .where('subject_folded', '=', foldCase(subject))
    .executeTakeFirst()
  return user !== undefined && user.subject !== subject
}
