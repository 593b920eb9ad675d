import { auditedChange } from '../../audit/audited-change.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findManagedSpace } from '../read-space.js'
import { givenByShare, shareNotFound } from './share-rows.js'

/**
 * Takes a share away. Whoever has the app open by it alone loses it at once, on every node.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-SHARE-NOT-FOUND
 */
export const deleteShare = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  shareId: string,
): Promise<void> => {
  const { tenant, identityChanges } = context
  return auditedChange(
    context,
    async (transaction, note) => {
      await findManagedSpace(transaction, tenant.id, caller, spaceId)
      const row = await transaction
        .deleteFrom('space_shares')
        .where('tenant_id', '=', tenant.id)
        .where('space_id', '=', spaceId)
        .where('id', '=', shareId)
        .returning(['assignee_id', 'resource_id', 'roles'])
        .executeTakeFirst()
      if (row === undefined) throw shareNotFound(shareId)
      note({
        event: 'space.share.deleted',
        outcome: 'success',
        ...caller.trace,
        subject: spaceId,
        given: givenByShare(row),
      })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: spaceId }),
  )
}

/**
 * Takes away the shares of an app that has moved: they were given by those who manage the space that it left.
 *
 * @param spaceId where the app is now, or null
 */
export const deleteSharesElsewhere = async (
  transaction: StoreTransaction,
  tenantId: string,
  appId: string,
  spaceId: string | null,
): Promise<void> => {
  await transaction
    .deleteFrom('space_shares')
    .where('tenant_id', '=', tenantId)
    .where('resource_id', '=', appId)
    .$if(spaceId !== null, (rows) => rows.where('space_id', '!=', spaceId ?? ''))
    .execute()
}
