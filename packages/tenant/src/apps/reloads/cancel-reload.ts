import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type Reload, readReload } from './reload-rows.js'

/**
 * Cancels a reload. One that waits is cancelled at once; one that runs stops soon, on whichever node.
 *
 * @returns its new state
 * @throws UnderstudyError RELOADS-NOT-FOUND, RELOADS-ENDED
 */
export const cancelReload = async (context: TenantContext, caller: Caller, id: string): Promise<Reload['status']> => {
  const { tenant, clock } = context
  const { app } = await readReload(context, caller, id)
  return auditedChange(context, async (transaction, note) => {
    const switched = async (from: Reload['status'], to: Reload['status'], ended_at: string | null) =>
      transaction
        .updateTable('reloads')
        .set({ status: to, ended_at })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .where('status', '=', from)
        .returning('status')
        .executeTakeFirst()
    const state =
      (await switched('QUEUED', 'CANCELED', new Date(clock()).toISOString())) ??
      (await switched('RELOADING', 'CANCELING', null))
    if (state === undefined) throw new UnderstudyError('RELOADS-ENDED', 'The reload is over, or being cancelled.')
    note({ event: 'reload.cancelled', outcome: 'success', ...caller.trace, subject: app.id })
    return state.status
  })
}
