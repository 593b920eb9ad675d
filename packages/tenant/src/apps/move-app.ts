import { auditedChange } from '../audit/audited-change.js'
import { findVisibleSpace } from '../spaces/read-space.js'
import { deleteSharesElsewhere } from '../spaces/shares/delete-share.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type App, appUnknown } from './app-rows.js'

/**
 * Moves an app into a space, or out of any (contract 4.13), for an administrator of apps. Who may open it follows the space
 * from then on, and its shares end; an app without one is its owner's alone.
 *
 * @throws UnderstudyError APP-UNKNOWN, SPACES-NOT-FOUND
 */
export const moveApp = (
  context: TenantContext,
  caller: Caller,
  appId: string,
  spaceId: string | null,
): Promise<App> => {
  const { tenant, clock, identityChanges } = context
  return auditedChange(
    context,
    async (transaction, note) => {
      if (spaceId !== null) {
        await findVisibleSpace(transaction, tenant.id, caller, spaceId)
        // Locks it: the space is not deleted meanwhile.
        await transaction
          .updateTable('spaces')
          .set((builder) => ({ name: builder.ref('name') }))
          .where('tenant_id', '=', tenant.id)
          .where('id', '=', spaceId)
          .returning('id')
          .executeTakeFirstOrThrow()
      }
      const app = await transaction
        .updateTable('apps')
        .set({ space_id: spaceId, updated_at: new Date(clock()).toISOString() })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', appId)
        .returningAll()
        .executeTakeFirst()
      if (app === undefined) throw appUnknown(appId)
      await deleteSharesElsewhere(transaction, tenant.id, appId, spaceId)
      note({ event: 'app.updated', outcome: 'success', ...caller.trace, subject: appId, changed: ['spaceId'] })
      return app
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: spaceId ?? appId }),
  )
}
