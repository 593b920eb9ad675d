import { rest } from '@understudy/contract'
import type { Updateable } from 'kysely'
import { auditedChange } from '../audit/audited-change.js'
import { foldCase } from '../listing/filter-condition.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import { endSessionsOf } from '../sessions/end-sessions-of.js'
import type { WebIntegrationRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertOrigins, integrationNotFound } from './integration-rows.js'

type Columns = Updateable<WebIntegrationRow>

const { name, validOrigins, partitionedCookies } = rest.webIntegrationValues

const integrationPatchRules: PatchRules<Columns> = {
  '/name': {
    replace: (value, pointer) => {
      const text = patchValue(name, value, pointer)
      return { name: text, name_folded: foldCase(text) }
    },
  },
  '/validOrigins': {
    replace: (value, pointer) => {
      const origins = patchValue(validOrigins, value, pointer)
      assertOrigins(origins, pointer)
      return { valid_origins: JSON.stringify([...new Set(origins)]) }
    },
  },
  '/partitionedCookies': {
    replace: (value, pointer) => ({ partitioned_cookies: patchValue(partitionedCookies, value, pointer) ? 1 : 0 }),
  },
}

/**
 * Applies a patch to a web integration. Taking an origin off it ends its sessions: which page opened which socket is not
 * kept.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, WEB-INTEGRATIONS-NOT-FOUND, WEB-INTEGRATIONS-INVALID
 */
export const changeWebIntegration = async (
  context: TenantContext,
  caller: Caller,
  id: string,
  patch: rest.WebIntegrationPatch,
): Promise<void> => {
  const changes: Columns = Object.assign({}, ...readPatch(patch, integrationPatchRules))
  const { tenant, clock, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      // Updating first takes the row's lock on both databases: two patches of one integration follow each other.
      const before = await transaction
        .updateTable('web_integrations')
        .set({ updated_at: new Date(clock()).toISOString() })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .returning('valid_origins')
        .executeTakeFirst()
      if (before === undefined) throw integrationNotFound(id)
      await transaction
        .updateTable('web_integrations')
        .set(changes)
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .execute()
      const changed = patch.map(({ path }) => path.slice(1))
      note({ event: 'web-integration.updated', outcome: 'success', ...caller.trace, subject: id, changed })
      const left = changes.valid_origins === undefined ? undefined : JSON.parse(changes.valid_origins)
      const narrowed =
        left !== undefined && JSON.parse(before.valid_origins).some((each: string) => !left.includes(each))
      return narrowed ? endSessionsOf(transaction, tenant.id, { webIntegrationId: id }) : []
    },
    (ended) => {
      for (const session of ended) identityChanges.publish({ tenantId: tenant.id, kind: 'session', id: session })
    },
  )
}
