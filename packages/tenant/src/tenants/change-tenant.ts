import { rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import { touchTenant } from '../store/touch-tenant.js'
import type { Caller } from './caller.js'
import { addHostname, isNeighbour } from './hostnames.js'
import type { TenantContext } from './tenant-context.js'

type Change = { readonly property: 'name' | 'alias'; readonly value: string }

const rules: PatchRules<Change> = {
  '/name': {
    replace: (value, pointer) => ({ property: 'name', value: patchValue(rest.TenantName, value, pointer) }),
  },
  '/hostnames/1': {
    replace: (value, pointer) => ({ property: 'alias', value: patchValue(rest.Hostname, value, pointer) }),
  },
}

/**
 * Changes the name of a tenant, or its alias (contract 4.12).
 *
 * @throws UnderstudyError `REST-INVALID-PATCH`, `TENANTS-INVALID` for an alias of another domain, or
 *   `TENANTS-HOSTNAME-TAKEN`
 */
export const changeTenant = async (context: TenantContext, caller: Caller, patch: rest.TenantPatch): Promise<void> => {
  const { tenant, clock } = context
  const changes = readPatch(patch, rules)
  await auditedChange(context, async (transaction, note) => {
    await touchTenant(transaction, tenant.id)
    const updated_at = new Date(clock()).toISOString()
    await transaction.updateTable('tenants').set({ updated_at }).where('tenant_id', '=', tenant.id).execute()
    for (const { property, value } of changes) {
      if (property === 'name') {
        await transaction.updateTable('tenants').set({ name: value }).where('tenant_id', '=', tenant.id).execute()
        continue
      }
      assertAlias(tenant.hostnames[0], value)
      await transaction
        .deleteFrom('tenant_hostnames')
        .where('tenant_id', '=', tenant.id)
        .where('position', '=', 1)
        .execute()
      await addHostname(transaction, tenant.id, value, 1)
    }
    const changed = [...new Set(changes.map(({ property }) => (property === 'alias' ? 'hostnames' : property)))]
    note({ event: 'tenant.updated', outcome: 'success', ...caller.trace, subject: tenant.id, changed })
  })
  await context.tenantChanged(tenant.id)
}

const assertAlias = (own: string | undefined, alias: string): void => {
  if (own !== undefined && isNeighbour(own, alias)) return
  throw new UnderstudyError(
    'TENANTS-INVALID',
    'The alias must differ from the own host name of the tenant in its first label only.',
  )
}
