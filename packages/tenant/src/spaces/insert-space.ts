import { foldCase } from '../listing/filter-condition.js'
import type { SpaceRow, StoreTransaction } from '../store/schema.js'

/** A space about to be made. */
export interface NewSpace extends Pick<SpaceRow, 'id' | 'name' | 'description' | 'type'> {
  /** Id of the user who owns and makes it; null for the operator. */
  readonly ownerId: string | null
  /** ISO 8601. */
  readonly createdAt: string
}

/**
 * Writes a space.
 *
 * @returns its row; undefined, and nothing is written, when another space of the tenant has the name
 */
export const insertSpace = async (
  transaction: StoreTransaction,
  tenantId: string,
  { id, name, description, type, ownerId, createdAt }: NewSpace,
): Promise<SpaceRow | undefined> =>
  transaction
    .insertInto('spaces')
    .values({
      tenant_id: tenantId,
      id,
      name,
      name_folded: foldCase(name),
      description,
      type,
      owner_id: ownerId,
      created_at: createdAt,
      created_by: ownerId,
      updated_at: createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doNothing())
    .returningAll()
    .executeTakeFirst()
