import type { StoreTransaction } from '../../store/schema.js'

/** Whose memberships are meant. */
export interface MemberKey {
  readonly tenant_id: string
  readonly id: string
}

/** Ids of the groups that a user belongs to, whichever sources say so. */
export const effectiveGroupIds = async (
  transaction: StoreTransaction,
  user: MemberKey,
): Promise<ReadonlySet<string>> => {
  const rows = await transaction
    .selectFrom('user_groups')
    .select('group_id')
    .where('tenant_id', '=', user.tenant_id)
    .where('user_id', '=', user.id)
    .execute()
  return new Set(rows.map((row) => row.group_id))
}

/** Whether a user belongs to the same groups in both sets. */
export const sameGroups = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((id) => other.has(id))
