import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import { lockTenant } from '../../store/lock-tenant.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assignableScopes, levelOf } from './assignable-scopes.js'
import { isDefaultRoleName } from './find-role.js'
import { type CustomRole, customRole } from './role-rows.js'

/** Custom roles per tenant (contract 4.3). */
const maximumRoles = 500

/**
 * Makes a custom role (contract 4.3). Its name is unique in the tenant, in whatever case.
 *
 * @throws UnderstudyError ROLES-DUPLICATE-NAME, ROLES-UNKNOWN-SCOPE, ROLES-LIMIT
 */
export const createRole = async (
  context: TenantContext,
  caller: Caller,
  body: rest.RoleCreate,
): Promise<CustomRole> => {
  const { tenant, clock, randomness } = context
  const scopes = assignableScopes(body.assignedScopes ?? [], '/assignedScopes')
  if (isDefaultRoleName(body.name)) throw duplicateRoleName('/name')
  const now = new Date(clock()).toISOString()
  const row = {
    tenant_id: tenant.id,
    id: randomness.bytes(12).toString('hex'),
    name: body.name,
    name_folded: foldCase(body.name),
    description: body.description ?? '',
    level: levelOf(scopes),
    assigned_scopes: scopes.join(' '),
    created_at: now,
    created_by: caller.userId,
    updated_at: now,
    updated_by: null,
  }
  await auditedChange(context, async (transaction, note) => {
    await lockTenant(transaction, tenant.id)
    await assertRoomForRole(transaction, tenant.id)
    const inserted = await transaction
      .insertInto('custom_roles')
      .values(row)
      .onConflict((conflict) => conflict.columns(['tenant_id', 'name_folded']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted === undefined) throw duplicateRoleName('/name')
    note({ event: 'role.created', outcome: 'success', ...caller.trace, subject: row.id })
  })
  return customRole(row)
}

/** The refusal for a name that another role of the tenant has. */
export const duplicateRoleName = (pointer: string): UnderstudyError =>
  new UnderstudyError('ROLES-DUPLICATE-NAME', 'Another role of the tenant has the name.', { source: { pointer } })

const assertRoomForRole = async (transaction: StoreTransaction, tenantId: string): Promise<void> => {
  const { total } = await transaction
    .selectFrom('custom_roles')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  if (Number(total) >= maximumRoles)
    throw new UnderstudyError('ROLES-LIMIT', `A tenant has at most ${maximumRoles} custom roles.`)
}
