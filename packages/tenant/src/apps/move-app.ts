import { auditedChange } from '../audit/audited-change.js'
import { deleteSharesElsewhere } from '../spaces/shares/delete-share.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { appFor } from './app-rights.js'
import { type App, appUnknown } from './app-rows.js'
import { type AppPlace, assertMayMake, assertMayMakePersonal } from './making/assert-may-make.js'

/**
 * Moves an app into a space, or out of any (contract 4.13), for those who may take it from where it is and put apps where it
 * goes. Who may open it follows the space from then on, and its shares end; an app without one is its owner's alone.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN, APP-CREATE-FORBIDDEN, APP-PUBLISH, SPACES-NOT-FOUND
 */
export const moveApp = async (
  context: TenantContext,
  caller: Caller,
  appId: string,
  spaceId: string | null,
  by: AppPlace['by'] = 'making',
): Promise<App> => {
  const { tenant, clock, identityChanges } = context
  const known = await appFor(context, caller, appId, 'change_space')
  return auditedChange(
    context,
    async (transaction, note) => {
      if (spaceId !== null) await assertMayMake(transaction, tenant.id, caller, { spaceId, by })
      // Whoever takes an app of somebody else out of a space must not find it in their own.
      else if (known.owner_id === caller.userId) await assertMayMakePersonal(transaction, tenant.id, caller)
      const app = await transaction
        .updateTable('apps')
        .set({
          space_id: spaceId,
          updated_at: new Date(clock()).toISOString(),
          ...(by === 'publishing' && { published_at: new Date(clock()).toISOString() }),
        })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', appId)
        .returningAll()
        .executeTakeFirst()
      if (app === undefined) throw appUnknown(appId)
      const event = by === 'publishing' ? 'app.published' : 'app.updated'
      await deleteSharesElsewhere(transaction, tenant.id, appId, spaceId)
      note({ event, outcome: 'success', ...caller.trace, subject: appId, changed: ['spaceId'] })
      return app
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'space', id: spaceId ?? appId }),
  )
}
