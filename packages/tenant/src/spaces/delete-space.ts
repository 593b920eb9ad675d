import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { findManagedSpace } from './read-space.js'

/**
 * Deletes a space with its assignments. A space that holds apps stays (contract 4.4).
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-NOT-EMPTY
 */
export const deleteSpace = (context: TenantContext, caller: Caller, spaceId: string): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    const tenantId = context.tenant.id
    await findManagedSpace(transaction, tenantId, caller, spaceId, 'owns')
    // Whoever moves an app into the space locks its row first: no app slips in between.
    await transaction
      .updateTable('spaces')
      .set((builder) => ({ name: builder.ref('name') }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', spaceId)
      .execute()
    const app = await transaction
      .selectFrom('apps')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('space_id', '=', spaceId)
      .executeTakeFirst()
    if (app !== undefined) throw new UnderstudyError('SPACES-NOT-EMPTY', 'There are apps in the space.')
    await transaction.deleteFrom('spaces').where('tenant_id', '=', tenantId).where('id', '=', spaceId).execute()
    note({ event: 'space.deleted', outcome: 'success', ...caller.trace, subject: spaceId })
  })
