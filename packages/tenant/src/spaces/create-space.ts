import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { foldCase } from '../listing/filter-condition.js'
import type { SpaceRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type SpaceRecord, spaceRecord } from './space-rows.js'

/**
 * Creates a space that the caller owns (contract 4.4). Names are unique in the tenant.
 *
 * @throws UnderstudyError SPACES-DUPLICATE-NAME
 */
export const createSpace = async (
  context: TenantContext,
  caller: Caller,
  body: rest.SpaceCreate,
): Promise<SpaceRecord> => {
  const { tenant, clock, randomness } = context
  const now = new Date(clock()).toISOString()
  const row: SpaceRow = {
    tenant_id: tenant.id,
    id: randomness.bytes(12).toString('hex'),
    name: body.name,
    name_folded: foldCase(body.name),
    description: body.description ?? null,
    type: body.type,
    owner_id: caller.userId,
    created_at: now,
    created_by: caller.userId,
    updated_at: now,
  }
  return auditedChange(context, async (transaction, note) => {
    const inserted = await transaction
      .insertInto('spaces')
      .values(row)
      .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted === undefined)
      throw new UnderstudyError('SPACES-DUPLICATE-NAME', 'Another space of the tenant has this name.', {
        source: { pointer: '/name' },
      })
    note({ event: 'space.created', outcome: 'success', ...caller.trace, subject: row.id })
    return spaceRecord(row)
  })
}
