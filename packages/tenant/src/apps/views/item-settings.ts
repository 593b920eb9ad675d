import { rest } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** The settings of the catalogue: views are counted unless the tenant says otherwise. */
export const readItemSettings = async ({
  store,
  tenant,
}: Pick<TenantContext, 'store' | 'tenant'>): Promise<rest.ItemSettings> => {
  const row = await store
    .selectFrom('item_settings')
    .select('usage_metrics_enabled')
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirst()
  return { usageMetricsEnabled: row?.usage_metrics_enabled !== 0 }
}

const patchRules: PatchRules<rest.ItemSettings> = {
  '/usageMetricsEnabled': {
    replace: (value, pointer) => ({
      usageMetricsEnabled: patchValue(rest.ItemSettings.properties.usageMetricsEnabled, value, pointer),
    }),
  },
}

/**
 * Applies a patch. Switching off deletes what was counted: who opened what is kept of nobody then.
 *
 * @throws UnderstudyError REST-INVALID-PATCH
 */
export const changeItemSettings = async (
  context: TenantContext,
  caller: Caller,
  patch: rest.ItemSettingsPatch,
): Promise<rest.ItemSettings> => {
  const { usageMetricsEnabled }: rest.ItemSettings = Object.assign({}, ...readPatch(patch, patchRules))
  const tenant_id = context.tenant.id
  return auditedChange(context, async (transaction, note) => {
    const usage_metrics_enabled = usageMetricsEnabled ? 1 : 0
    await transaction
      .insertInto('item_settings')
      .values({ tenant_id, usage_metrics_enabled })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ usage_metrics_enabled }))
      .execute()
    if (!usageMetricsEnabled) await transaction.deleteFrom('item_views').where('tenant_id', '=', tenant_id).execute()
    const changed = ['usageMetricsEnabled']
    note({ event: 'item-settings.updated', outcome: 'success', ...caller.trace, changed })
    return { usageMetricsEnabled }
  })
}
